package io.hotupdate.it.bench;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long clients think between an answer and their next request, and what limit that meets. */
enum Thinking {
  /** The worst case: every client asks again at about the moment when it would be closed. */
  AT_THE_LIMIT("1s", "0s", 6, "0.8 to 1.2 s") {
    @Override
    double seconds() {
      return ThreadLocalRandom.current().nextDouble(0.8, 1.2);
    }
  },
  /** Like people: often soon, seldom late. */
  EXPONENTIAL("5s", "30s", 4, "0.05 to 10 s, exponential, mean 2 s") {
    @Override
    double seconds() {
      double seconds = -2 * Math.log(1 - ThreadLocalRandom.current().nextDouble());
      return Math.min(10, Math.max(0.05, seconds));
    }
  };

  private final String quietLimit;
  private final String closeSpread;
  private final int updates;
  private final String inWords;

  Thinking(String quietLimit, String closeSpread, int updates, String inWords) {
    this.quietLimit = quietLimit;
    this.closeSpread = closeSpread;
    this.updates = updates;
    this.inWords = inWords;
  }

  abstract double seconds();

  /** The next time to think. */
  Duration next() {
    return Duration.ofNanos(Math.round(seconds() * 1e9));
  }

  String quietLimit() {
    return quietLimit;
  }

  String closeSpread() {
    return closeSpread;
  }

  int updates() {
    return updates;
  }

  String inWords() {
    return inWords;
  }
}
