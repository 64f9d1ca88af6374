package io.hotupdate.it.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Where the demonstration is watched. On a terminal the last line is kept up to date; elsewhere
 * there is none, and no escape sequences either. Thread-safe.
 */
final class Screen {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final boolean terminal;
  private Supplier<String> status = () -> "";

  /**
   * @param terminal whether a person watches on a terminal
   */
  Screen(boolean terminal) {
    this.terminal = terminal;
  }

  /** A step of the demonstration. */
  void heading(String text) {
    line("");
    line(terminal ? BOLD + text + PLAIN : text);
  }

  /** What the agent says. */
  void agent(String text) {
    line("    " + (terminal ? DIM + text + PLAIN : text));
  }

  /** A line that stays. */
  synchronized void line(String text) {
    if (terminal) {
      out.print(CLEAR_LINE);
    }
    out.println(text);
    refresh();
  }

  /** What the last line says from now on; only on a terminal. */
  synchronized void status(Supplier<String> text) {
    status = text;
    refresh();
  }

  /** Brings the last line up to date. */
  synchronized void refresh() {
    if (terminal) {
      out.print(CLEAR_LINE + status.get());
      out.flush();
    }
  }
}
