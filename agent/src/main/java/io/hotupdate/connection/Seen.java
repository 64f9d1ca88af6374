package io.hotupdate.connection;

import io.hotupdate.linux.Address;
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

  /** What the bytes on it say of the requests on it. */
  default Exchange exchange(int fd) {
    return Exchange.UNKNOWN;
  }

  /** Whether its client, which is at this address, has been told to go elsewhere. */
  default boolean told(int fd, Address peer) {
    return false;
  }
}
