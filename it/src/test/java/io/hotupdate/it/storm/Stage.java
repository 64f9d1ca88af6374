package io.hotupdate.it.storm;

import io.hotupdate.it.Deployment;
import io.hotupdate.it.FaultPlan;
import io.hotupdate.it.Processes;
import io.hotupdate.it.ServerProcess;
import io.hotupdate.it.Signal;
import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The service the storm blows at, and what the faults need to know of it. */
final class Stage {
  private static final Duration LONGEST_START = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration LOOK_OFTEN = Duration.ofMillis(5);

  private final Deployment deployment;
  private final ServerProcess service;
  private final FaultPlan plan;
  private final Grip grip;
  private final Calm calm;
  private final Path control;
  private int version = 1;
  private long serving;

  /**
   * @param tally counts the requests by which it is found out who answers
   * @param control the directory of the control sockets
   */
  Stage(
      Deployment deployment,
      ServerProcess service,
      FaultPlan plan,
      Grip grip,
      Tally tally,
      Path control) {
    this.deployment = deployment;
    this.service = service;
    this.plan = plan;
    this.grip = grip;
    this.calm = new Calm(service, tally);
    this.control = control;
  }

  ServerProcess service() {
    return service;
  }

  /** What is refused to the agents. */
  FaultPlan plan() {
    return plan;
  }

  Grip grip() {
    return grip;
  }

  /** The process that served alone when the last fault was over. */
  long serving() {
    return serving;
  }

  /** Where the command line asks a process. */
  Path controlSocket(long pid) {
    return control.resolve(pid + ".sock");
  }

  /** How long ago this was known; no successor is older. */
  Duration sinceSettled() {
    return calm.age();
  }

  /** The number of the generation that a process is. */
  static int generation(long pid) {
    String inherit = "HOTUPDATE_INHERIT=";
    return Processes.environment(pid).stream()
        .filter(entry -> entry.startsWith(inherit))
        .map(entry -> Integer.parseInt(entry.split(":", -1)[1]))
        .findFirst()
        .orElse(1);
  }

  // ---- versions

  /** Deploys a good version, and gives its name. */
  String deployNext() {
    version++;
    deployment.deploy(Integer.toString(version));
    return Integer.toString(version);
  }

  /** Deploys a version that fails, and that the next good one replaces. */
  void deployFailing(String mainClass) {
    deployment.deployFailing(mainClass);
  }

  // ---- an update

  /** Asks the process that serves for an update. */
  void askForUpdate() {
    grip.send(Signal.HUP, serving);
  }

  /** Waits until the process that serves has started a successor; empty if it does not. */
  Optional<Long> awaitSuccessor() {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < end) {
      Optional<Long> child =
          Processes.children(serving).stream().filter(Processes::alive).findFirst();
      if (child.isPresent()) {
        return child;
      }
      pause(LOOK_OFTEN);
    }
    return Optional.empty();
  }

  /** Waits until another process answers, for so long at most. */
  Optional<Long> awaitTakeOver(Duration atMost) {
    long before = serving;
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < end) {
      Optional<Answer> answer = calm.ask();
      if (answer.isPresent() && answer.get().pid() != before) {
        return Optional.of(answer.get().pid());
      }
      pause(LOOK_EVERY);
    }
    return Optional.empty();
  }

  // ---- calm

  /**
   * Waits for the calm after a fault.
   *
   * @return the one that answers
   */
  Answer settle() {
    Answer answer = calm.reach();
    serving = answer.pid();
    return answer;
  }

  /** Lets a random time pass, which is part of a fault. */
  static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
