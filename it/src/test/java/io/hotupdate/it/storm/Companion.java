package io.hotupdate.it.storm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What sometimes happens at the same time as a fault. */
enum Companion {
  /** Nothing, most of the time. */
  NONE,
  /** Somebody does not run for a moment. */
  BRIEF_STOP,
  /** Nobody runs all the time. */
  ALL_SLOW,
  /** Fifty signals in a second, to whoever lives. */
  SIGNALS;

  private static final int ONE_IN = 3;
  private static final int LATEST = 1000;

  /** One that goes with the fault: signals would start updates that a kill does not expect. */
  static Companion choose(Random random, Fault fault) {
    boolean none = random.nextInt(ONE_IN) > 0;
    List<Companion> possible =
        fault.kills() ? List.of(BRIEF_STOP, ALL_SLOW) : List.of(BRIEF_STOP, ALL_SLOW, SIGNALS);
    Companion chosen = possible.get(random.nextInt(possible.size()));
    return none ? NONE : chosen;
  }

  /** Happens within the next second, on a thread of its own. */
  CompletableFuture<Void> start(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, this == NONE ? 0 : LATEST);
    return CompletableFuture.runAsync(
        () -> {
          Stage.pause(moment);
          strike(stage, random);
        });
  }

  private void strike(Stage stage, Random random) {
    switch (this) {
      case NONE -> {}
      case BRIEF_STOP -> Stops.brief(stage, random);
      case ALL_SLOW -> Stops.slowAll(stage, random);
      case SIGNALS -> Updates.signals(stage, random);
    }
  }

  /** For the log of the storm. */
  String suffix() {
    return this == NONE ? "" : " and " + name().toLowerCase(Locale.ROOT);
  }
}
