package io.hotupdate.it.load;

import java.util.concurrent.atomic.AtomicInteger;

/** How many updates have been done, for loads that wait for one. Thread-safe. */
public final class Updates {
  private final AtomicInteger done = new AtomicInteger();

  /** Says that an update has been done, and the successor serves. */
  public void done() {
    done.incrementAndGet();
  }

  /** The number of updates done. */
  public int count() {
    return done.get();
  }
}
