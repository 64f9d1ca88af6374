package io.hotupdate.generation;

import java.time.Duration;

/**
 * How many quiet connections may be closed at a time. Of thousands most can be quiet for too long
 * at once, where a drain begins at night; if their clients keep pools filled, all of them are back
 * in the same second. Where there are few, none has to wait.
 */
final class Pace {
  private final Duration spread;

  /**
   * @param spread over how long as many are closed as there were in the whole drain; 0 = all at
   *     once
   */
  Pace(Duration spread) {
    this.spread = spread;
  }

  /**
   * How many may be closed now, at least one.
   *
   * @param total how many connections there were
   * @param sinceLast since this was last asked
   */
  int allowed(int total, Duration sinceLast) {
    if (sinceLast.compareTo(spread) >= 0) {
      return Math.max(1, total);
    }
    return Math.max(1, (int) Math.ceil((double) total * sinceLast.toNanos() / spread.toNanos()));
  }
}
