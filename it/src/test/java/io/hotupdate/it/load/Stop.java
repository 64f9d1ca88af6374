package io.hotupdate.it.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the threads of a load to end after the request they are at. */
public final class Stop {
  private final CountDownLatch latch = new CountDownLatch(1);

  /** Asks for the end. */
  public void request() {
    latch.countDown();
  }

  /** Whether the end was asked for. */
  public boolean requested() {
    return latch.getCount() == 0;
  }

  /** Pauses for this time, or until the end is asked for. */
  public void pause(Duration time) {
    try {
      boolean unused = latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request();
    }
  }
}
