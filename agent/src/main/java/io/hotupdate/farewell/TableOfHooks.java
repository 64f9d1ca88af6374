package io.hotupdate.farewell;

import io.hotupdate.hooks.Hooks;
import io.hotupdate.http1.Conversation;
import io.hotupdate.http1.Edit;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import java.net.HotUpdateTraffic;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/** That of the hooks themselves, which live in {@code java.base}. */
final class TableOfHooks implements Table {
  private final Libc libc;

  TableOfHooks(Libc libc) {
    this.libc = libc;
  }

  @Override
  public byte lastOperation(int fd) {
    return Hooks.lastOperation(fd);
  }

  @Override
  public byte request(int fd) {
    return Hooks.request(fd);
  }

  @Override
  public byte decrypted(int fd) {
    return Hooks.decryptedRequest(fd);
  }

  @Override
  public Hooks.Stream stream(int fd) {
    return Hooks.stream(fd);
  }

  @Override
  public boolean isAccepted(int fd) {
    return Hooks.acceptedAt(fd).isPresent();
  }

  @Override
  public boolean hasUnread(int fd) {
    try {
      return libc.unread(fd) > 0;
    } catch (LinuxException closed) {
      return false;
    }
  }

  @Override
  public OptionalInt descriptorOf(Object encrypting) {
    return Hooks.descriptorOf(encrypting);
  }

  @Override
  public void follow(Following following) {
    HotUpdateTraffic.listener = new Listener(following);
  }

  /** In the terms of the hooks, which know no class of the agent. */
  private record Listener(Following following) implements HotUpdateTraffic.Listener {
    @Override
    public Object conversation(Object connection) {
      return following.conversation(connection).orElse(null);
    }

    @Override
    public void received(Object conversation, ByteBuffer bytes) {
      following.received((Conversation) conversation, bytes);
    }

    @Override
    public ByteBuffer replace(Object conversation, ByteBuffer bytes) {
      Optional<Edit> edit = following.replace((Conversation) conversation, bytes);
      if (edit.isEmpty()) {
        return null;
      }
      bytes.position(bytes.position() + edit.get().consumed());
      return edit.get().replacement();
    }

    @Override
    public long sent(Object conversation, long taken) {
      return following.sent((Conversation) conversation, taken);
    }

    @Override
    public void passed(Object conversation, long bytes) {
      following.passed((Conversation) conversation, bytes);
    }

    @Override
    public void changed(int fd) {
      following.changed(fd);
    }
  }
}
