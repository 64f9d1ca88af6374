package io.hotupdate.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment by which something must be over. A time limit for each read alone would let a server
 * that sends one byte now and then go on for ever.
 *
 * @param nanos the moment, in the time of {@link System#nanoTime}
 */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /**
   * What is left, in milliseconds, at least 1.
   *
   * @throws SocketTimeoutException if nothing is
   */
  int leftMillis() throws SocketTimeoutException {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("the time is over");
    }
    return (int) Math.min(Integer.MAX_VALUE, 1 + TimeUnit.NANOSECONDS.toMillis(left));
  }
}
