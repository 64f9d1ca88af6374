package io.hotupdate.cli;

import io.hotupdate.settings.Durations;
import java.util.Optional;

/** Events in words, for people. */
final class EventWords {
  static final String WAITS_FOR_ANOTHER = "another update is under way; waiting for its end";

  private EventWords() {}

  /** Empty for what the outcome says, too. */
  static Optional<String> of(Event event) {
    Line line = event.line();
    return switch (event.word()) {
      case Event.BEGAN ->
          Optional.of("starting generation " + event.generation() + ", pid " + line.figure("pid"));
      case Event.MISSING -> Optional.of("not ready yet: " + line.words("what"));
      case Event.READY -> Optional.of("ready after " + Durations.format(event.time("after")));
      case Event.TOOK_OVER ->
          Optional.of("serving: generation " + event.generation() + ", pid " + line.figure("pid"));
      case Event.DRAINING ->
          Optional.of(
              "draining: "
                  + Figures.count(line.number("live").orElse(0), "connection")
                  + ", "
                  + line.figure("busy")
                  + " busy");
      case Event.DRAINED ->
          Optional.of(
              "drained in "
                  + Durations.format(event.time("took"))
                  + ": "
                  + Figures.count(line.number("connections").orElse(0), "connection")
                  + ", "
                  + line.figure("quiet")
                  + " closed while quiet, "
                  + line.figure("cut")
                  + " cut");
      case Event.PROBATION_OVER ->
          Optional.of("the probation of generation " + event.generation() + " is over");
      default -> Optional.empty();
    };
  }
}
