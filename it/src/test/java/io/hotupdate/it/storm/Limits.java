package io.hotupdate.it.storm;

import io.hotupdate.it.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Limits of processes, see getrlimit(2), set by prlimit(1). Where that is missing these faults are
 * left out.
 */
final class Limits {
  private static final int FEWEST = 8;
  private static final int MOST = 16;
  private static final int LONGEST = 4000;

  private Limits() {}

  /**
   * No process of the service can make a file longer: write(2) fails with EFBIG. This stands for a
   * full disk, where it fails with ENOSPC. What a successor starts with it inherits.
   */
  static String noFileGrows(Stage stage, Random random) {
    Duration time = Moment.upTo(random, LONGEST);
    String version = stage.deployNext();
    Set<Long> limited = stage.service().running();
    try {
      for (long pid : limited) {
        if (!set(pid, "--fsize=0:unlimited")) {
          return "left out: no prlimit";
        }
      }
      stage.askForUpdate();
      Stage.pause(time);
    } finally {
      stage.service().running().forEach(pid -> set(pid, "--fsize=unlimited"));
    }
    return "version " + version + ", for " + time.toMillis() + " ms";
  }

  /**
   * The successor may open fewer files than it needs to be ready, from its first instruction on.
   * The predecessor is let alone: an accept that fails would be its application's own affair.
   */
  static String fewDescriptors(Stage stage, Random random) {
    int limit = random.nextInt(FEWEST, MOST + 1);
    stage.deployNext();
    stage.askForUpdate();
    Optional<Long> successor = stage.awaitSuccessor();
    if (successor.isEmpty()) {
      return "no successor";
    }
    stage.grip().send(Signal.STOP, successor.get());
    try {
      // The JVM raises the soft limit to the hard one.
      boolean set = set(successor.get(), "--nofile=" + limit + ":" + limit);
      return set ? limit + " for pid " + successor.get() : "left out: no prlimit";
    } finally {
      stage.grip().send(Signal.CONT, successor.get());
    }
  }

  /** False if there is no prlimit(1). A process that is gone has no limits. */
  private static boolean set(long pid, String limit) {
    try {
      int unused =
          new ProcessBuilder("prlimit", "--pid", Long.toString(pid), limit)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .waitFor();
      return true;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
