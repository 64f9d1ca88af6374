package io.hotupdate.linux;

import java.util.OptionalInt;

/**
 * The system calls the agent makes. One interface, so that every refusal of the kernel can be
 * tested without a kernel that refuses.
 *
 * <p>Every method throws {@link LinuxException} with the error number if the call fails.
 */
public interface Libc {
  /**
   * A new close-on-exec descriptor for the same open file, fcntl(2) {@code F_DUPFD_CLOEXEC}.
   *
   * @param fd an open descriptor
   * @param lowest the lowest number the new one may have, 0 or more
   * @return the new descriptor
   */
  int duplicate(int fd, int lowest) throws LinuxException;

  /**
   * Makes {@code to} name the open file of {@code from}, atomically, dup3(2).
   *
   * @param closeOnExec whether {@code to} is closed by exec
   */
  void replace(int from, int to, boolean closeOnExec) throws LinuxException;

  /** Closes a descriptor, close(2). */
  void close(int fd) throws LinuxException;

  /** Whether the descriptor is closed by exec, fcntl(2) {@code F_GETFD}. */
  boolean closeOnExec(int fd) throws LinuxException;

  /** Has the descriptor closed by exec, fcntl(2) {@code F_SETFD}. */
  void setCloseOnExec(int fd) throws LinuxException;

  /** Whether the open file has {@code O_NONBLOCK}, fcntl(2) {@code F_GETFL}. */
  boolean nonBlocking(int fd) throws LinuxException;

  /**
   * Sets {@code O_NONBLOCK}. There is no method that clears it: the flag belongs to the open file
   * that both generations share, and a selector of the other one would block for good.
   */
  void setNonBlocking(int fd) throws LinuxException;

  /** An option of type int, getsockopt(2). */
  int option(int fd, int level, int name) throws LinuxException;

  /** The first bytes of an option of any type, getsockopt(2); may be shorter than {@code size}. */
  byte[] option(int fd, int level, int name, int size) throws LinuxException;

  /** Sets an option, setsockopt(2). */
  void setOption(int fd, int level, int name, byte[] value) throws LinuxException;

  /**
   * Has a socket drop every packet with a smaller time to live, RFC 5082 and {@code IP_MINTTL}. A
   * connection that it accepts inherits this.
   *
   * @param ttl 1 to 255
   */
  void requireTtl(int fd, int ttl) throws LinuxException;

  /**
   * The time to live of the packets that a socket sends, ip(7) {@code IP_TTL}.
   *
   * @param ttl 1 to 255
   */
  void setTtl(int fd, int ttl) throws LinuxException;

  /** The socket's own address, getsockname(2). */
  Address localAddress(int fd) throws LinuxException;

  /** The address of the socket's peer, getpeername(2). */
  Address peerAddress(int fd) throws LinuxException;

  /** Bytes received but not read, tcp(7) SIOCINQ. */
  int unread(int fd) throws LinuxException;

  /** Bytes written but not acknowledged by the peer, tcp(7) SIOCOUTQ. */
  int unsent(int fd) throws LinuxException;

  /** A new close-on-exec stream socket that is connected to nothing, socket(2). */
  int streamSocket(int domain) throws LinuxException;

  /** Binds a socket, bind(2). */
  void bind(int fd, Address address) throws LinuxException;

  /** Has a socket listen, listen(2). */
  void listen(int fd, int backlog) throws LinuxException;

  /** Connects a socket, connect(2). */
  void connect(int fd, Address address) throws LinuxException;

  /** Waits for a connection and gives it as a new close-on-exec descriptor, accept4(2). */
  int accept(int fd) throws LinuxException;

  /** Whether neither side of the connection can send any more, poll(2) {@code POLLHUP}. */
  boolean hungUp(int fd) throws LinuxException;

  /** Ends one half of a connection, or both, shutdown(2). */
  void shutdown(int fd, int how) throws LinuxException;

  /** Two connected close-on-exec unix stream sockets, socketpair(2). */
  int[] socketPair() throws LinuxException;

  /** A close-on-exec pipe: the end to read from, the end to write to, pipe2(2). */
  int[] pipe() throws LinuxException;

  /** Takes a descriptor from an epoll instance's list, epoll_ctl(2). */
  void epollDelete(int epoll, int fd) throws LinuxException;

  /** Puts a descriptor on an epoll instance's list, epoll_ctl(2). */
  void epollAdd(int epoll, int fd, int events, long data) throws LinuxException;

  /** Sends a signal to one thread of this process, tgkill(2). */
  void signalThread(int thread, int signal) throws LinuxException;

  /** Sends a signal to a process, kill(2); signal 0 only asks whether it exists. */
  void kill(int pid, int signal) throws LinuxException;

  /** Gives a signal its default action, signal(2). */
  void setDefaultAction(int signal) throws LinuxException;

  /** Reads what there is, waiting for the first byte; 0 = end of file, read(2). */
  int read(int fd, byte[] buffer) throws LinuxException;

  /** Writes all bytes, without raising SIGPIPE beyond what the JVM handles, write(2). */
  void write(int fd, byte[] bytes, int count) throws LinuxException;

  /**
   * A descriptor that only names a file, open(2) {@code O_PATH}.
   *
   * @param path bytes as the kernel takes them, without a terminating zero
   */
  int openPath(byte[] path) throws LinuxException;

  /** Whether this is a file that this process may execute, access(2) {@code X_OK}. */
  boolean executable(byte[] path);

  /** The user that this process acts as, geteuid(2). */
  int user();

  /** Takes a variable out of the environment that child processes are given, unsetenv(3). */
  void unsetEnvironment(String name) throws LinuxException;

  /** Starts a process, posix_spawn(3). */
  int spawn(SpawnRequest request) throws LinuxException;

  /**
   * Waits for a child process to end, waitpid(2).
   *
   * @return the status as waitpid gives it; empty if the process is not a child of this one
   */
  OptionalInt await(int pid) throws LinuxException;
}
