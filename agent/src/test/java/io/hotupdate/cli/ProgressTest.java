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

  private static Event draining(int live) {
    return new Event(Line.parse("draining generation=1 live=" + live + " busy=1"), List.of());
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
