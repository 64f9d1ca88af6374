package io.hotupdate.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the lines of a failed successor's output together with the event that they follow. */
final class EventStream {
  private final Conversation conversation;
  private final List<String> output = new ArrayList<>();
  private Optional<Line> failure = Optional.empty();
  private Optional<Heard> held = Optional.empty();

  EventStream(Conversation conversation) {
    this.conversation = conversation;
  }

  /** What comes next. */
  sealed interface Next {
    /** Something happened. */
    record Happened(Event event) implements Next {}

    /** A line that is no event, or one of which this tool knows nothing. */
    record Other(Line line) implements Next {}

    /** Nothing for now. */
    record Nothing() implements Next {}

    /** The server has closed the connection. */
    record End() implements Next {}
  }

  /** Waits for what comes next, but no longer than that. */
  Next next(Duration patience) throws IOException {
    Heard heard = held.isPresent() ? held.get() : conversation.next(patience);
    held = Optional.empty();
    if (heard instanceof Heard.Silence) {
      return new Next.Nothing();
    }
    boolean isOutput = heard instanceof Heard.Said said && said.line().is(Event.OUTPUT);
    if (failure.isPresent() && !isOutput) {
      // Less output than was announced.
      held = Optional.of(heard);
      return failureIsComplete();
    }
    return heard instanceof Heard.Said said ? understood(said.line()) : new Next.End();
  }

  private Next understood(Line line) {
    if (line.is(Event.FAILED)) {
      failure = Optional.of(line);
    } else if (line.is(Event.OUTPUT)) {
      output.add(line.words("line"));
    } else {
      return Event.isOne(line)
          ? new Next.Happened(new Event(line, List.of()))
          : new Next.Other(line);
    }
    return failure.filter(event -> output.size() >= event.number("lines").orElse(0)).isPresent()
        ? failureIsComplete()
        : new Next.Nothing();
  }

  private Next failureIsComplete() {
    Event event = new Event(failure.orElseThrow(), List.copyOf(output));
    failure = Optional.empty();
    output.clear();
    return new Next.Happened(event);
  }
}
