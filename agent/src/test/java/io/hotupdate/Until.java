package io.hotupdate;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, never for a length of time. */
public final class Until {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

  private Until() {}

  /** A condition that may ask the kernel. */
  public interface Condition {
    boolean holds() throws IOException;
  }

  public static void holds(String what, Condition condition) throws IOException {
    long begin = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - begin > LIMIT) {
        throw new AssertionError("did not happen: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
