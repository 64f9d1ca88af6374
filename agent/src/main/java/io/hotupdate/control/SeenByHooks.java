package io.hotupdate.control;

import io.hotupdate.connection.Exchange;
import io.hotupdate.connection.LastOperation;
import io.hotupdate.connection.Seen;
import io.hotupdate.farewell.Farewells;
import io.hotupdate.hooks.Hooks;
import io.hotupdate.linux.Address;
import java.net.HotUpdateHooks;
import java.util.OptionalLong;

/** Gives to the connections what the hooks have seen. */
final class SeenByHooks implements Seen {
  private final Farewells farewells;

  SeenByHooks(Farewells farewells) {
    this.farewells = farewells;
  }

  @Override
  public LastOperation lastOperation(int fd) {
    return switch (Hooks.lastOperation(fd)) {
      case HotUpdateHooks.READ -> LastOperation.READ;
      case HotUpdateHooks.WRITTEN -> LastOperation.WRITTEN;
      case HotUpdateHooks.ACCEPTED -> LastOperation.ACCEPTED;
      default -> LastOperation.UNKNOWN;
    };
  }

  @Override
  public OptionalLong acceptedAt(int fd) {
    return Hooks.acceptedAt(fd);
  }

  @Override
  public OptionalLong lastReader(int fd) {
    return Hooks.lastReader(fd);
  }

  @Override
  public OptionalLong faithfulReader(int fd) {
    return Hooks.faithfulReader(fd);
  }

  @Override
  public Exchange exchange(int fd) {
    return farewells.exchange(fd);
  }

  @Override
  public boolean told(int fd, Address peer) {
    return farewells.told(fd, peer);
  }
}
