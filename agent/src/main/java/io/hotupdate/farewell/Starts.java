package io.hotupdate.farewell;

import io.hotupdate.http1.Conversation.Start;
import java.net.HotUpdateHooks;
import java.util.OptionalInt;

/** What the hooks have seen on a connection before anybody listened. */
final class Starts {
  private final Table table;

  Starts(Table table) {
    this.table = table;
  }

  /** Of a connection that has a descriptor. */
  Start plain(int fd) {
    return switch (table.lastOperation(fd)) {
      case HotUpdateHooks.ACCEPTED -> Start.FRESH;
      case HotUpdateHooks.WRITTEN -> Start.ANSWERED;
      case HotUpdateHooks.READ -> asked(table.request(fd));
      default -> Start.PIPELINED;
    };
  }

  /**
   * Of one behind encryption. That of which nobody has seen where it reads from is new, or has done
   * nothing since the hooks stand.
   */
  Start encrypted(OptionalInt fd) {
    if (fd.isEmpty()) {
      return Start.PIPELINED;
    }
    byte request = table.decrypted(fd.getAsInt());
    return request == 0 ? Start.ANSWERED : asked(request);
  }

  private static Start asked(byte request) {
    if ((request & HotUpdateHooks.SEVERAL) != 0) {
      return Start.PIPELINED;
    }
    return (request & HotUpdateHooks.HEAD) != 0 ? Start.ASKED_HEAD : Start.ASKED;
  }
}
