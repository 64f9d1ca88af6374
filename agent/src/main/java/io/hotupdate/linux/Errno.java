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

  /** The epoll instance already watches the descriptor. */
  public static final int EEXIST = 17;

  /** The argument does not fit. */
  public static final int EINVAL = 22;

  private Errno() {}
}
