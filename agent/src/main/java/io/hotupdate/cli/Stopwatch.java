package io.hotupdate.cli;

import java.time.Duration;
import java.util.Optional;

/** Measures how long an order takes. */
final class Stopwatch {
  private final long begin = System.nanoTime();
  private final Optional<Duration> limit;

  /**
   * @param limit how long it may take; empty for as long as it likes
   */
  Stopwatch(Optional<Duration> limit) {
    this.limit = limit;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  boolean isOver() {
    return limit.filter(most -> elapsed().compareTo(most) >= 0).isPresent();
  }
}
