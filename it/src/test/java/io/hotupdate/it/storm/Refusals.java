package io.hotupdate.it.storm;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** System calls that the kernel refuses to the agent: a limit, a policy, no memory. */
final class Refusals {
  /** Calls by which a successor is started or a gate is closed. */
  private static final List<String> OF_PREDECESSOR =
      List.of("pipe", "socketPair", "spawn", "duplicate", "requireTtl", "replace", "signalThread");

  private static final List<String> OF_SUCCESSOR =
      List.of("load", "replace", "requireTtl", "duplicate");

  /** EPERM, EAGAIN, ENOMEM, EMFILE, ENOSPC: errno(3), the same on every architecture of Linux. */
  private static final List<Integer> ERRORS = List.of(1, 11, 12, 24, 28);

  /** Its number is not known: those of successors that have served and died are not used again. */
  private static final int NUMBERS = 40;

  private static final int LATEST_LIFT = 3000;

  private Refusals() {}

  static String toPredecessor(Stage stage, Random random) {
    int generation = Stage.generation(stage.serving());
    return refuse(stage, random, OF_PREDECESSOR, generation, generation);
  }

  static String toSuccessor(Stage stage, Random random) {
    int generation = Stage.generation(stage.serving());
    return refuse(stage, random, OF_SUCCESSOR, generation + 1, generation + NUMBERS);
  }

  private static String refuse(
      Stage stage, Random random, List<String> calls, int first, int last) {
    String call = calls.get(random.nextInt(calls.size()));
    int errno = ERRORS.get(random.nextInt(ERRORS.size()));
    Duration time = Moment.upTo(random, LATEST_LIFT);
    stage.deployNext();
    IntStream.rangeClosed(first, last).forEach(number -> stage.plan().refuse(number, call, errno));
    try {
      stage.askForUpdate();
      Stage.pause(time);
    } finally {
      IntStream.rangeClosed(first, last).forEach(number -> stage.plan().lift(number, call));
    }
    return call + " refused with error " + errno + " for " + time.toMillis() + " ms";
  }
}
