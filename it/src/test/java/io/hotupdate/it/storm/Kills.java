package io.hotupdate.it.storm;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Processes that die. Never the last one that has the listener. */
final class Kills {
  /** The probation begins later than the request. */
  private static final Duration SURELY_IN_PROBATION = Storm.PROBATION.minus(Duration.ofMillis(200));

  private static final int LATEST_KILL = 2500;
  private static final int LATEST_IN_DRAIN = 2500;
  private static final Duration LONGEST_TAKE_OVER = Storm.READY_TIMEOUT.plusSeconds(10);

  private Kills() {}

  static String successor(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, LATEST_KILL);
    stage.deployNext();
    stage.askForUpdate();
    Optional<Long> successor = stage.awaitSuccessor();
    if (successor.isEmpty()) {
      return "no successor";
    }
    Stage.pause(moment);
    if (stage.sinceSettled().compareTo(SURELY_IN_PROBATION) >= 0) {
      return "left out, because the probation may be over";
    }
    boolean killed = stage.grip().kill(successor.get(), stage.serving());
    return told(killed, "pid " + successor.get() + " killed after " + moment.toMillis() + " ms");
  }

  static String predecessor(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, LATEST_KILL);
    stage.deployNext();
    stage.askForUpdate();
    Optional<Long> successor = stage.awaitSuccessor();
    if (successor.isEmpty()) {
      return "no successor";
    }
    Stage.pause(moment);
    boolean killed = stage.grip().kill(stage.serving(), successor.get());
    return told(killed, "pid " + stage.serving() + " killed after " + moment.toMillis() + " ms");
  }

  static String draining(Stage stage, Random random) {
    return inItsDrain(stage, random, stage.grip()::kill, "killed");
  }

  static String terminateDraining(Stage stage, Random random) {
    return inItsDrain(stage, random, stage.grip()::terminate, "ended");
  }

  /** Ends one process where another has the listener too; tells whether it did. */
  private interface End {
    boolean of(long pid, long survivor);
  }

  private static String inItsDrain(Stage stage, Random random, End end, String ended) {
    Duration moment = Moment.upTo(random, LATEST_IN_DRAIN);
    stage.deployNext();
    stage.askForUpdate();
    Optional<Long> successor = stage.awaitTakeOver(LONGEST_TAKE_OVER);
    if (successor.isEmpty()) {
      return "no take-over";
    }
    Stage.pause(moment);
    boolean done = end.of(stage.serving(), successor.get());
    return told(
        done,
        "pid " + stage.serving() + " " + ended + " " + moment.toMillis() + " ms into its drain");
  }

  private static String told(boolean done, String what) {
    return done ? what : "not " + what + ": it was gone, or the last";
  }
}
