package io.hotupdate.it;

import io.hotupdate.it.faults.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What shall go wrong in a service that runs with {@link FaultyAgent}. */
final class FaultPlan {
  private final Path directory;

  private FaultPlan(Path directory) {
    this.directory = directory;
  }

  /** An empty plan for a server that has yet to be started. */
  static FaultPlan of(Deployment deployment) {
    try {
      return new FaultPlan(Files.createDirectory(deployment.directory().resolve("faults")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server with the agent that follows this plan. */
  Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .withoutAgent()
        .jvm("-D" + Faults.DIRECTORY + "=" + directory, "-javaagent:" + FaultyAgent.jar());
  }

  /** Kills a generation when it comes to this point, once. */
  void kill(int generation, String point) {
    add(generation, Faults.KILL, point);
  }

  /** Kills the predecessor of a generation when that comes to this point, once. */
  void killPredecessorOf(int generation, String point) {
    add(generation, Faults.ORPHAN, point);
  }

  /** Has a system call of a generation fail until {@link #lift}. */
  void refuse(int generation, String call) {
    add(generation, Faults.REFUSE, call);
  }

  private void add(int generation, String action, String point) {
    try {
      Files.createFile(directory.resolve(generation + " " + action + " " + point));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether everything that kills has happened, and no system call is refused. */
  boolean isEmpty() {
    try (var faults = Files.list(directory)) {
      return faults.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a system call work again. */
  void lift(int generation, String call) {
    try {
      Files.delete(directory.resolve(generation + " " + Faults.REFUSE + " " + call));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
