package io.hotupdate.cli;

import java.util.Optional;

/** A rollback: from the request until the old generation serves again. */
final class RollbackWatch implements Watch {
  @Override
  public String request() {
    return "rollback";
  }

  @Override
  public Optional<Outcome> happened(Event event) {
    return switch (event.word()) {
      case Event.ROLLED_BACK ->
          Optional.of(
              Outcome.done(
                  "generation "
                      + event.generation()
                      + " is rolled back; the old one serves again"));
      case Event.TOOK_BACK ->
          Optional.of(
              Outcome.done(
                  "generation "
                      + event.generation()
                      + " ended before it was rolled back; the old one serves again: "
                      + event.reason()));
      case Event.FAILED ->
          Optional.of(
              Outcome.done(
                  "generation "
                      + event.generation()
                      + " never served and is ended; the old one goes on: "
                      + event.reason()));
      case Event.REFUSED ->
          Optional.of(Outcome.failed("the rollback was refused: " + event.reason()));
      case Event.PROBATION_OVER ->
          Optional.of(
              Outcome.failed(
                  "the probation of generation "
                      + event.generation()
                      + " was over before it was rolled back"));
      default -> Optional.empty();
    };
  }

  @Override
  public Outcome ended() {
    return Outcome.failed("the server ended during the rollback");
  }

  @Override
  public String soFar() {
    return "the old generation does not serve yet; the rollback goes on";
  }
}
