package io.hotupdate.cli;

import io.hotupdate.settings.Durations;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** For a terminal: what has been reached, a line each, and below it what is going on, rewritten. */
final class LiveProgress implements Progress {
  // ECMA-48: erase to the end of the line; DEC private mode 7: what is too long is cut off, not
  // wrapped, because a second line would not be rewritten.
  private static final String CLEAR = "\r\u001b[K";
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final EventWords words = new EventWords();
  private final String arrow;
  private final String dot;
  private final String mark;

  private String activity = "asking";
  private String detail = "";
  private OptionalLong atFirst = OptionalLong.empty();

  LiveProgress(Terminal terminal) {
    this.out = terminal.out();
    boolean rich = terminal.canShow("→·✓");
    this.arrow = rich ? " → " : " -> ";
    this.dot = rich ? " · " : " - ";
    String plainMark = rich ? "✓ " : "* ";
    this.mark = terminal.colour() ? GREEN + plainMark + PLAIN : plainMark;
  }

  @Override
  public void happened(Event event, Duration elapsed) {
    Optional<String> text = words.of(event);
    switch (event.word()) {
      case Event.BEGAN -> goesOn(text.orElse(""), "");
      case Event.MISSING -> goesOn(activity, dot + text.orElse(""));
      case Event.READY -> {
        text.ifPresent(this::reached);
        goesOn("handing over", "");
      }
      case Event.TOOK_OVER -> {
        text.ifPresent(this::reached);
        goesOn("draining", "");
      }
      case Event.DRAINING -> {
        if (words.isIdleDrain(event)) {
          goesOn(text.orElse(""), "");
        } else {
          drains(event);
        }
      }
      case Event.DRAINED -> {
        text.ifPresent(this::reached);
        goesOn("asking the new generation", "");
      }
      default -> text.ifPresent(this::reached);
    }
  }

  private void drains(Event event) {
    if (atFirst.isEmpty()) {
      atFirst = OptionalLong.of(event.live());
    }
    goesOn(
        "draining " + atFirst.getAsLong() + arrow + Figures.count(event.live(), "connection"),
        dot + event.line().figure("busy") + " busy");
  }

  private void goesOn(String newActivity, String newDetail) {
    activity = newActivity;
    detail = newDetail;
  }

  private void reached(String text) {
    out.print(CLEAR + mark + text + System.lineSeparator());
  }

  @Override
  public void waitsForAnother() {
    goesOn(EventWords.WAITS_FOR_ANOTHER, "");
  }

  @Override
  public void tick(Duration elapsed) {
    out.print(CLEAR + NO_WRAP + activity + detail + dot + Durations.format(elapsed) + WRAP);
    out.flush();
  }

  @Override
  public void ended(Outcome outcome, Duration elapsed) {
    if (outcome.isDone()) {
      reached(outcome.message() + dot + Durations.format(elapsed));
    } else {
      out.print(CLEAR);
    }
    out.flush();
  }
}
