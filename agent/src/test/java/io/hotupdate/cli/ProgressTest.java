package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown while time passes. */
class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

  private static Event event(String line) {
    return new Event(Line.parse(line), List.of());
  }

  private static Event draining(int live) {
    return event("draining generation=1 live=" + live + " busy=1");
  }

  private String shown() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  @Test
  void without_a_terminal_there_is_at_most_one_line_of_the_drain_in_a_second() {
    Progress progress = new PlainProgress(out);
    for (int tenths = 0; tenths <= 20; tenths++) {
      progress.tick(Duration.ofMillis(tenths * 100L));
      progress.happened(draining(40 - tenths), Duration.ofMillis(tenths * 100L));
    }
    assertThat(shown())
        .isEqualTo(
            """
            draining: 40 connections, 1 busy
            draining: 30 connections, 1 busy
            draining: 20 connections, 1 busy
            """);
  }

  @Test
  void when_only_the_probation_is_waited_for_that_is_said_however_soon() {
    Progress progress = new PlainProgress(out);
    progress.happened(draining(2), Duration.ZERO);
    progress.happened(draining(0), Duration.ofMillis(100));
    progress.happened(event("probationover generation=2"), Duration.ofMillis(200));
    progress.happened(draining(1), Duration.ofSeconds(2));
    progress.happened(draining(0), Duration.ofMillis(2100));
    assertThat(shown())
        .isEqualTo(
            """
            draining: 2 connections, 1 busy
            no connection left; the old process stays to the end of the probation
            the probation of generation 2 is over
            draining: 1 connection, 1 busy
            """);
  }

  @Test
  void on_a_terminal_it_is_said_too() {
    Terminal terminal = new Terminal(out, out, true, false, StandardCharsets.UTF_8);
    Progress progress = new LiveProgress(terminal);
    progress.happened(draining(0), Duration.ZERO);
    progress.tick(Duration.ofSeconds(1));
    assertThat(shown())
        .contains("no connection left; the old process stays to the end of the probation · 1.0 s")
        .doesNotContain("draining");
  }

  @Test
  void why_a_probation_ended_early_is_said() {
    Progress progress = new PlainProgress(out);
    progress.happened(
        event("probationover generation=2 why=is+updated+in+its+turn"), Duration.ZERO);
    assertThat(shown())
        .isEqualTo("the probation of generation 2 is over: it is updated in its turn\n");
  }

  @Test
  void on_a_terminal_the_number_goes_down_in_one_line() {
    Terminal terminal = new Terminal(out, out, true, false, StandardCharsets.UTF_8);
    Progress progress = new LiveProgress(terminal);
    progress.happened(draining(41), Duration.ofMillis(3300));
    progress.tick(Duration.ofMillis(3300));
    progress.tick(Duration.ofMillis(3400));
    progress.happened(draining(12), Duration.ofMillis(4400));
    progress.tick(Duration.ofMillis(4400));
    progress.ended(Outcome.done("generation 2 serves, pid 7"), Duration.ofSeconds(5));

    String begin = "\r\u001b[K\u001b[?7l";
    String end = "\u001b[?7h";
    assertThat(shown())
        .isEqualTo(
            begin
                + "draining 41 → 41 connections · 1 busy · 3.3 s"
                + end
                + begin
                + "draining 41 → 41 connections · 1 busy · 3.4 s"
                + end
                + begin
                + "draining 41 → 12 connections · 1 busy · 4.4 s"
                + end
                + "\r\u001b[K✓ generation 2 serves, pid 7 · 5.0 s\n");
  }
}
