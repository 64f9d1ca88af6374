package io.hotupdate.cli;

import io.hotupdate.settings.Durations;
import java.util.Optional;

/**
 * An update: from the request until the new generation serves, or until the old one has drained.
 */
final class UpdateWatch implements Watch {
  private enum Phase {
    ASKED,
    STARTING,
    READY,
    SERVING
  }

  private final boolean drainWait;
  private final Serving serving;

  private Phase phase = Phase.ASKED;
  private String successor = "the new generation";
  private long pid;
  private String missing = "";
  private String draining = "";

  /**
   * @param drainWait whether to wait until the old generation has drained
   */
  UpdateWatch(boolean drainWait, Serving serving) {
    this.drainWait = drainWait;
    this.serving = serving;
  }

  @Override
  public String request() {
    return "update";
  }

  @Override
  public Optional<Outcome> happened(Event event) {
    if (event.is(Event.BEGAN)) {
      phase = Phase.STARTING;
      successor = "generation " + event.generation();
      pid = event.pid().orElse(0);
      return Optional.empty();
    }
    if (phase == Phase.ASKED) {
      // What happens before it has begun is the end of another one.
      return event.is(Event.REFUSED)
          ? Optional.of(Outcome.failed("the update was refused: " + event.reason()))
          : Optional.empty();
    }
    return switch (event.word()) {
      case Event.MISSING -> {
        missing = ", " + event.line().words("what");
        yield Optional.empty();
      }
      case Event.READY -> {
        phase = Phase.READY;
        yield Optional.empty();
      }
      case Event.TOOK_OVER -> {
        phase = Phase.SERVING;
        pid = event.pid().orElse(pid);
        if (!drainWait) {
          yield Optional.of(done());
        }
        serving.tookOver(pid);
        yield Optional.empty();
      }
      case Event.DRAINING -> {
        draining = "; the old one is still draining, " + Figures.count(event.live(), "connection");
        yield Optional.empty();
      }
      case Event.DRAINED -> Optional.of(afterDrain());
      case Event.FAILED ->
          Optional.of(
              new Outcome(
                  ExitCode.FAILED,
                  "the update to "
                      + successor
                      + " failed after "
                      + Durations.format(event.time("after"))
                      + ", and the old one goes on: "
                      + event.reason(),
                  event.output()));
      case Event.TOOK_BACK ->
          Optional.of(
              Outcome.failed(
                  successor
                      + " ended in its probation, and the old one serves again: "
                      + event.reason()));
      case Event.ROLLED_BACK ->
          Optional.of(
              Outcome.failed(successor + " was rolled back on request; the old one serves again"));
      default -> Optional.empty();
    };
  }

  private Outcome done() {
    return Outcome.done(successor + " serves, pid " + pid);
  }

  private Outcome replaced() {
    return Outcome.done(
        successor + " took over, pid " + pid + ", and has been replaced by a newer one since");
  }

  private Outcome afterDrain() {
    return switch (serving.fateOf(pid)) {
      case SERVES -> done();
      case REPLACED -> replaced();
      case LOST ->
          Outcome.failed(successor + " took over, but pid " + pid + " does not serve any more");
    };
  }

  @Override
  public Outcome ended() {
    return switch (phase) {
      case ASKED -> Outcome.failed("the server ended before the update began");
      // It died, and then its successor takes over, ready or not.
      case STARTING, READY ->
          switch (serving.fateOf(pid)) {
            case SERVES -> done();
            case REPLACED -> replaced();
            case LOST ->
                Outcome.failed(
                    "the server ended during the update, and "
                        + successor
                        + ", pid "
                        + pid
                        + ", does not serve");
          };
      case SERVING -> afterDrain();
    };
  }

  @Override
  public String soFar() {
    return switch (phase) {
      case ASKED -> "the update has not begun";
      case STARTING -> successor + " is not ready yet" + missing + "; the update goes on";
      case READY -> successor + " is ready and about to take over; the update goes on";
      case SERVING -> successor + " serves, pid " + pid + draining;
    };
  }
}
