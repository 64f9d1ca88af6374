package io.hotupdate.it.storm;

import io.hotupdate.it.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Processes that do not get the processor: stopped in a debugger, swapped out, starved. */
final class Stops {
  private static final int LATEST = 2000;
  private static final int SHORTEST = 100;
  private static final int LONGEST = 3000;
  private static final int LONGEST_BRIEF = 300;
  private static final int TURNS = 20;
  private static final Duration TURN = Duration.ofMillis(25);

  private Stops() {}

  static String successor(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, LATEST);
    Duration time = Moment.between(random, SHORTEST, LONGEST);
    stage.deployNext();
    stage.askForUpdate();
    Optional<Long> successor = stage.awaitSuccessor();
    if (successor.isEmpty()) {
      return "no successor";
    }
    Stage.pause(moment);
    return stop(stage, successor.get(), moment, time);
  }

  static String predecessor(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, LATEST);
    Duration time = Moment.between(random, SHORTEST, LONGEST);
    stage.deployNext();
    stage.askForUpdate();
    Stage.pause(moment);
    return stop(stage, stage.serving(), moment, time);
  }

  static String bothSlow(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, LATEST);
    stage.deployNext();
    stage.askForUpdate();
    Stage.pause(moment);
    slow(stage, stage.service().running());
    return "after " + moment.toMillis() + " ms";
  }

  /** Stops whoever it is, for so short a time that a kill elsewhere is still noticed in time. */
  static void brief(Stage stage, Random random) {
    int chosen = random.nextInt(Integer.MAX_VALUE);
    Duration time = Moment.upTo(random, LONGEST_BRIEF);
    List<Long> living = new ArrayList<>(stage.service().running());
    if (!living.isEmpty()) {
      stopFor(stage, living.get(chosen % living.size()), time);
    }
  }

  /** Slows down everybody who lives. */
  static void slowAll(Stage stage, Random random) {
    slow(stage, stage.service().running());
  }

  private static String stop(Stage stage, long pid, Duration moment, Duration time) {
    stopFor(stage, pid, time);
    return "pid "
        + pid
        + " stopped after "
        + moment.toMillis()
        + " ms for "
        + time.toMillis()
        + " ms";
  }

  private static void stopFor(Stage stage, long pid, Duration time) {
    stage.grip().send(Signal.STOP, pid);
    try {
      Stage.pause(time);
    } finally {
      stage.grip().send(Signal.CONT, pid);
    }
  }

  private static void slow(Stage stage, Iterable<Long> pids) {
    for (int turn = 0; turn < TURNS; turn++) {
      pids.forEach(pid -> stage.grip().send(Signal.STOP, pid));
      Stage.pause(TURN);
      pids.forEach(pid -> stage.grip().send(Signal.CONT, pid));
      Stage.pause(TURN);
    }
  }
}
