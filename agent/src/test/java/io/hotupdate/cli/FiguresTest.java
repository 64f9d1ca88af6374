package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures for people. */
class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0s",
    "PT0.9S, 0s",
    "PT59.9S, 59s",
    "PT3M, 3min 0s",
    "PT2H5M9S, 2h 5min",
    "PT51H, 2d 3h"
  })
  void a_length_of_time_has_two_units(Duration time, String text) {
    assertThat(Figures.time(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "3400000000, 3.4 GB",
    "9223372036854775807, 9.2 EB"
  })
  void a_number_of_bytes_has_one_unit(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }
}
