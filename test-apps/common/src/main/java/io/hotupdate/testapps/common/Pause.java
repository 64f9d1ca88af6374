package io.hotupdate.testapps.common;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time that passes while a request is being answered. */
final class Pause {

  private Pause() {}

  /** Returns after the duration, at once if it is not positive. */
  static void of(Duration duration) throws InterruptedIOException {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while answering a request");
    }
  }
}
