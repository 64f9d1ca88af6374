package io.hotupdate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "0ms, PT0S",
    "500ms, PT0.5S",
    "1s, PT1S",
    "007s, PT7S",
    "90m, PT90M",
    "168h, PT168H",
    "10080m, PT168H",
    "604800s, PT168H",
    "604800000ms, PT168H"
  })
  void a_number_with_a_unit_is_a_duration(String text, Duration duration) {
    assertThat(Durations.parse(text)).hasValue(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "10",
        "10 m",
        " 10m",
        "10m ",
        "-1s",
        "+1s",
        "1.5s",
        "1,5s",
        "1m30s",
        "1d",
        "1S",
        "1M",
        "169h",
        "10081m",
        "604801s",
        "604800001ms",
        "999999999h",
        "999999999999s",
        "٣s"
      })
  void anything_else_is_none(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.85S, 850 ms",
    "PT0.999999S, 999 ms",
    "PT1S, 1.0 s",
    "PT3.19S, 3.1 s",
    "PT59.999S, 59.9 s",
    "PT1M, 1 min 0 s",
    "PT2M5S, 2 min 5 s",
    "PT2H, 120 min 0 s"
  })
  void durations_are_written_for_people(Duration duration, String text) {
    assertThat(Durations.format(duration)).isEqualTo(text);
  }
}
