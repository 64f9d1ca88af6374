package io.hotupdate.linux;

/** The error numbers that the agent treats specially; the same on every Linux, see errno(3). */
public final class Errno {
  /** There is no such thing. */
  public static final int ENOENT = 2;

  /** The process does not exist. */
  public static final int ESRCH = 3;

  /** A signal came in between. */
  public static final int EINTR = 4;

  /** The descriptor is not open. */
  public static final int EBADF = 9;

  /** There is no such child process. */
  public static final int ECHILD = 10;

  /** Not now: the time limit of the socket is over. */
  public static final int EAGAIN = 11;

  /** The epoll instance already watches the descriptor. */
  public static final int EEXIST = 17;

  /** The argument does not fit. */
  public static final int EINVAL = 22;

  /** The connection ended before it was accepted. */
  public static final int ECONNABORTED = 103;

  /** Nobody listens there. */
  public static final int ECONNREFUSED = 111;

  private Errno() {}
}
