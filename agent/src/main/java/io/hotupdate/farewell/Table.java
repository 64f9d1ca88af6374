package io.hotupdate.farewell;

import io.hotupdate.hooks.Hooks;
import java.util.OptionalInt;

/** What the hooks have seen on connections, by descriptor, and how they are told to tell more. */
interface Table {
  /** The last operation: READ, WRITTEN or ACCEPTED of the hooks, or 0. */
  byte lastOperation(int fd);

  /** What was special about the last read: HEAD and SEVERAL of the hooks, or 0. */
  byte request(int fd);

  /** The last request behind encryption, READ with the same, if it is not answered; or 0. */
  byte decrypted(int fd);

  /** What goes over it apart from requests and their answers. */
  Hooks.Stream stream(int fd);

  /** Whether it was seen to be accepted. */
  boolean isAccepted(int fd);

  /** Whether the kernel has something from the client that has not been read. */
  boolean hasUnread(int fd);

  /** From where an engine or a socket that encrypts has read last. */
  OptionalInt descriptorOf(Object encrypting);

  /** Has this told from now on of all that goes over connections. */
  void follow(Following following);
}
