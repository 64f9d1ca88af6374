package io.hotupdate.cli;

import java.io.PrintStream;
import java.time.Duration;

/** A line for each change, for logs and pipes. */
final class PlainProgress implements Progress {
  private static final Duration BETWEEN_DRAIN_LINES = Duration.ofSeconds(1);

  private final PrintStream out;
  private final EventWords words = new EventWords();
  private String last = "";
  private Duration nextDrainLine = Duration.ZERO;

  PlainProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void happened(Event event, Duration elapsed) {
    if (event.is(Event.DRAINING) && event.live() > 0) {
      if (elapsed.compareTo(nextDrainLine) < 0) {
        return;
      }
      nextDrainLine = elapsed.plus(BETWEEN_DRAIN_LINES);
    }
    words.of(event).ifPresent(this::line);
  }

  @Override
  public void waitsForAnother() {
    line(EventWords.WAITS_FOR_ANOTHER);
  }

  private void line(String text) {
    if (!text.equals(last)) {
      out.println(text);
      last = text;
    }
  }

  @Override
  public void tick(Duration elapsed) {}

  @Override
  public void ended(Outcome outcome, Duration elapsed) {
    if (outcome.isDone()) {
      out.println("done: " + outcome.message());
    }
  }
}
