package io.hotupdate.linux;

import java.io.IOException;

/** A system call that the kernel refused; see errno(3). */
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /**
   * @param call the name of the call and what it was asked for
   * @param errno the error number the kernel gave, 1 to 4095
   * @param text the error number in words
   */
  public LinuxException(String call, int errno, String text) {
    super(call + ": " + text + " (errno " + errno + ")");
    this.errno = errno;
  }

  /** The error number, one of the constants in {@link Errno} or another of errno(3). */
  public int errno() {
    return errno;
  }
}
