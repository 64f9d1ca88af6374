package io.hotupdate.it.storm;

import java.time.Duration;
import java.util.Random;

/** Random times. */
final class Moment {
  private Moment() {}

  /** Any time up to this one, in whole milliseconds. */
  static Duration upTo(Random random, int millis) {
    return Duration.ofMillis(random.nextInt(millis + 1));
  }

  /** Any time from one to the other, in whole milliseconds. */
  static Duration between(Random random, int shortest, int longest) {
    return Duration.ofMillis(random.nextInt(shortest, longest + 1));
  }
}
