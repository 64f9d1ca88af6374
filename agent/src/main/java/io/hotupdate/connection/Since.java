package io.hotupdate.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Since when connections are as they are, for sockets of which the kernel keeps no times. Exact to
 * the time between two looks.
 */
final class Since {
  private record Mark(boolean busy, long nanos) {}

  private final Map<Long, Mark> marks = new HashMap<>();

  /**
   * For how long a connection has been like this, in milliseconds; 0 when that is seen for the
   * first time.
   *
   * @param now as {@link System#nanoTime} counts
   */
  long millis(long cookie, boolean busy, long now) {
    Mark mark =
        marks.merge(cookie, new Mark(busy, now), (old, young) -> old.busy() == busy ? old : young);
    return (now - mark.nanos()) / 1_000_000;
  }

  /** Forgets all others. */
  void retain(Set<Long> open) {
    marks.keySet().retainAll(open);
  }
}
