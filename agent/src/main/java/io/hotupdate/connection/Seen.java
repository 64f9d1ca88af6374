package io.hotupdate.connection;

import java.util.OptionalLong;

/** What the hooks have seen on descriptors. What they have not seen, the kernel must tell. */
public interface Seen {
  /** The last operation on a descriptor. */
  LastOperation lastOperation(int fd);

  /** When its connection was accepted, as {@link System#nanoTime} counts; empty if not seen. */
  default OptionalLong acceptedAt(int fd) {
    return OptionalLong.empty();
  }

  /** The thread that was the last to read from an accepted connection; empty if not seen. */
  default OptionalLong lastReader(int fd) {
    return OptionalLong.empty();
  }

  /**
   * The same thread, if it has read from no other accepted connection since. May be empty though it
   * has not, but never the other way round.
   */
  default OptionalLong faithfulReader(int fd) {
    return OptionalLong.empty();
  }
}
