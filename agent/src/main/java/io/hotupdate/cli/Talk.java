package io.hotupdate.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One conversation about an order: the server's answer and the events around it. */
final class Talk {
  /** How long a server may take to say whether it obeys. */
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

  private static final Duration TICK = Duration.ofMillis(100);

  private enum Answer {
    NONE,
    BEGUN,
    BUSY
  }

  private final long pid;
  private final Watch watch;
  private final Progress progress;
  private final Stopwatch stopwatch;
  private final Stopwatch untilAnswer = new Stopwatch(Optional.of(ANSWER_PATIENCE));
  // Answer and events come in any order: what happens before the answer is judged after it.
  private final List<Event> early = new ArrayList<>();
  private Answer answer = Answer.NONE;

  /**
   * @param pid who is talked to
   */
  Talk(long pid, Watch watch, Progress progress, Stopwatch stopwatch) {
    this.pid = pid;
    this.watch = watch;
    this.progress = progress;
    this.stopwatch = stopwatch;
  }

  /** Listens until it is clear what to do next. */
  Step listen(EventStream stream) throws IOException {
    while (true) {
      Optional<Step> step = understand(stream.next(TICK)).or(this::tooLate);
      if (step.isPresent()) {
        return step.get();
      }
      progress.tick(stopwatch.elapsed());
    }
  }

  private Optional<Step> understand(EventStream.Next next) {
    if (next instanceof EventStream.Next.Happened happened) {
      return happened(happened.event());
    } else if (next instanceof EventStream.Next.Other other) {
      return answered(other.line());
    } else if (next instanceof EventStream.Next.End) {
      return over(ended());
    }
    return Optional.empty();
  }

  private Optional<Step> answered(Line line) {
    return switch (line.word()) {
      case "begun" -> {
        answer = Answer.BEGUN;
        yield replay();
      }
      case "busy" -> {
        answer = Answer.BUSY;
        progress.waitsForAnother();
        yield replay();
      }
      case "elsewhere" ->
          line.number("pid").isPresent()
              ? Optional.of(new Step.Ask(line.number("pid").getAsLong()))
              : over(Outcome.failed("process " + pid + " does not say who serves"));
      case "error" ->
          over(
              new Outcome(
                  ExitCode.USAGE,
                  "process " + pid + " does not understand: " + line.words("reason"),
                  List.of()));
      default -> Optional.empty();
    };
  }

  private Optional<Step> replay() {
    Optional<Step> step = Optional.empty();
    for (Event event : early) {
      step = step.or(() -> happened(event));
    }
    return step;
  }

  private Optional<Step> happened(Event event) {
    return switch (answer) {
      case NONE -> {
        if (event.is(Event.BEGAN)) {
          // What came before is about an update that had ended when the server answered.
          early.clear();
        }
        early.add(event);
        // It is the answer, too, and after it the server closes.
        yield event.is(Event.REFUSED) ? refused(event) : Optional.empty();
      }
      case BEGUN -> {
        progress.happened(event, stopwatch.elapsed());
        yield watch.happened(event).map(Step.Over::new);
      }
      case BUSY -> event.endsAnUpdate() ? Optional.of(new Step.Ask(pid)) : Optional.empty();
    };
  }

  private Optional<Step> refused(Event event) {
    progress.happened(event, stopwatch.elapsed());
    return over(Outcome.failed("the " + watch.request() + " was refused: " + event.reason()));
  }

  private Outcome ended() {
    return switch (answer) {
      case NONE -> Outcome.failed("process " + pid + " ended without an answer");
      case BUSY -> Outcome.failed("process " + pid + " ended during another update");
      case BEGUN -> watch.ended();
    };
  }

  private Optional<Step> tooLate() {
    if (answer == Answer.NONE && (untilAnswer.isOver() || stopwatch.isOver())) {
      return over(
          Outcome.timeout("process " + pid + " does not respond; it may obey when it goes on"));
    }
    if (!stopwatch.isOver()) {
      return Optional.empty();
    }
    return over(
        Outcome.timeout(
            "time is up: "
                + (answer == Answer.BUSY
                    ? "another update is still under way, this one has not begun"
                    : watch.soFar())));
  }

  private static Optional<Step> over(Outcome outcome) {
    return Optional.of(new Step.Over(outcome));
  }
}
