package io.hotupdate.cli;

import io.hotupdate.settings.Durations;
import java.util.Optional;
import java.util.stream.Collectors;

/** The events of one order in words, for people. */
final class EventWords {
  static final String WAITS_FOR_ANOTHER = "another update is under way; waiting for its end";

  private static final String STAYS = "the old process stays to the end of the probation";

  private boolean probationIsOver;

  /** Whether this is a drain that is only held up by the probation. */
  boolean isIdleDrain(Event event) {
    return event.is(Event.DRAINING) && event.live() == 0 && !probationIsOver;
  }

  /** To be called with each event; empty for what the outcome or the next event says, too. */
  Optional<String> of(Event event) {
    Line line = event.line();
    probationIsOver |= event.is(Event.PROBATION_OVER);
    return switch (event.word()) {
      case Event.BEGAN ->
          Optional.of("starting generation " + event.generation() + ", pid " + line.figure("pid"));
      case Event.MISSING -> Optional.of("not ready yet: " + line.words("what"));
      case Event.READY -> Optional.of("ready after " + Durations.format(event.time("after")));
      case Event.TOOK_OVER ->
          Optional.of("serving: generation " + event.generation() + ", pid " + line.figure("pid"));
      case Event.DRAINING -> draining(event);
      case Event.DRAINED ->
          Optional.of(
              "drained in "
                  + Durations.format(event.time("took"))
                  + ": "
                  + Figures.count(line.number("connections").orElse(0), "connection")
                  + line.number("told").stream()
                      .mapToObj(told -> ", " + told + " told to close")
                      .collect(Collectors.joining())
                  + ", "
                  + line.figure("quiet")
                  + " closed while quiet, "
                  + line.number("streams").stream()
                      .filter(streams -> streams > 0)
                      .mapToObj(streams -> streams + " closed as streams, ")
                      .collect(Collectors.joining())
                  + line.figure("cut")
                  + " cut");
      case Event.PROBATION_OVER ->
          Optional.of(
              "the probation of generation "
                  + event.generation()
                  + " is over"
                  + line.text("why").map(why -> ": it " + why).orElse(""));
      default -> Optional.empty();
    };
  }

  private Optional<String> draining(Event event) {
    if (isIdleDrain(event)) {
      return Optional.of("no connection left; " + STAYS);
    }
    return event.live() == 0
        ? Optional.empty()
        : Optional.of(
            "draining: "
                + Figures.count(event.live(), "connection")
                + ", "
                + event.line().figure("busy")
                + " busy");
  }
}
