package io.hotupdate.it;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.hotupdate.it.faults.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What shall go wrong in a service that runs with {@link FaultyAgent}. */
public final class FaultPlan {
  private final Path directory;

  private FaultPlan(Path directory) {
    this.directory = directory;
  }

  /** An empty plan for a server that has yet to be started. */
  public static FaultPlan of(Deployment deployment) {
    try {
      return new FaultPlan(Files.createDirectory(deployment.directory().resolve("faults")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server with the agent that follows this plan. */
  public Launch launch(Jdk jdk, Deployment deployment) {
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
    refuse(generation, call, Faults.EPERM);
  }

  /**
   * Has a system call of a generation fail in a certain way until {@link #lift}.
   *
   * @param errno the error number, see errno(3); of no meaning for load
   */
  public void refuse(int generation, String call, int errno) {
    add(generation, Faults.REFUSE, call, Integer.toString(errno));
  }

  private void add(int generation, String action, String point) {
    add(generation, action, point, "");
  }

  /** Moved to its place with its content, because a server may look at any moment. */
  private void add(int generation, String action, String point, String content) {
    try {
      Path fault = Files.createTempFile(directory, "new", ".fault");
      Files.writeString(fault, content);
      Files.move(fault, directory.resolve(generation + " " + action + " " + point), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether everything that kills has happened, and no system call is refused. */
  public boolean isEmpty() {
    try (var faults = Files.list(directory)) {
      return faults.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a system call work again. */
  public void lift(int generation, String call) {
    try {
      Files.delete(directory.resolve(generation + " " + Faults.REFUSE + " " + call));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
