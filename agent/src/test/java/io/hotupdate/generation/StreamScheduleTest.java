package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.connection.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamScheduleTest {
  private static final Duration TICK = Duration.ofMillis(100);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 0.999})
  void streams_are_left_alone_and_then_closed_evenly_over_the_spread(double first) {
    List<Duration> ends = ends(schedule("300s", "30s", "600s", first), 100, false);

    assertThat(ends).allMatch(end -> isBetween(end, 300, 324));
    for (int part = 0; part < 6; part++) {
      int from = 300 + 4 * part;
      assertThat(ends.stream().filter(end -> isBetween(end, from, from + 4)).count())
          .as("closed from second %d", from)
          .isBetween(14L, 20L);
    }
  }

  @Test
  void where_they_begin_is_left_to_chance() {
    assertThat(ends(schedule("10s", "10s", "600s", 0.25), 1, false))
        .containsExactly(Duration.ofSeconds(12));
    assertThat(ends(schedule("10s", "10s", "600s", 0.75), 1, false))
        .containsExactly(Duration.ofSeconds(16));
  }

  @Test
  void a_pause_is_waited_for_but_not_for_ever() {
    assertThat(ends(schedule("10s", "10s", "600s", 0.25), 1, true))
        .containsExactly(Duration.ofSeconds(14));
    assertThat(ends(schedule("300s", "30s", "600s", 0.5), 100, true))
        .allMatch(end -> isBetween(end, 306, 331));
  }

  @ParameterizedTest
  @CsvSource({"600s, 30s", "590s, 30s", "168h, 30s", "570s, 30s", "168h, 1h"})
  void the_spread_ends_with_the_drain_at_the_latest(String timeout, String spread) {
    List<Duration> ends = ends(schedule(timeout, spread, "600s", 0), 50, true);

    assertThat(ends).allMatch(end -> end.compareTo(Duration.ofMinutes(10)) <= 0);
    assertThat(new HashSet<>(ends)).hasSizeGreaterThan(40);
  }

  @Test
  void without_a_spread_all_are_closed_at_once_busy_or_not() {
    assertThat(ends(schedule("10s", "0s", "600s", 0.5), 5, true))
        .allMatch(Duration.ofSeconds(10)::equals);
  }

  @Test
  void one_that_becomes_a_stream_after_all_others_were_closed_is_given_the_whole_patience() {
    StreamSchedule schedule = schedule("10s", "10s", "600s", 0);
    SomeConnection late = SomeConnection.of(1).as(Exchange.UPGRADED).asBusy();
    assertThat(schedule.isDue(late.make(), Duration.ofSeconds(100))).isFalse();
    assertThat(schedule.isDue(late.make(), Duration.ofSeconds(101))).isFalse();
    assertThat(schedule.isDue(late.make(), Duration.ofSeconds(102))).isTrue();
  }

  @Test
  void at_the_limit_every_stream_is_due() {
    StreamSchedule schedule = schedule("10s", "10s", "60s", 0);
    SomeConnection late = SomeConnection.of(1).as(Exchange.UPGRADED).asBusy();
    assertThat(schedule.isDue(late.make(), Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void a_drain_without_time_closes_all_at_once() {
    StreamSchedule schedule = schedule("300s", "30s", "0s", 0.5);
    assertThat(schedule.isDue(SomeConnection.of(1).make(), Duration.ZERO)).isTrue();
  }

  private static StreamSchedule schedule(
      String timeout, String spread, String limit, double first) {
    return new StreamSchedule(duration(timeout), duration(spread), duration(limit), first);
  }

  private static Duration duration(String text) {
    return io.hotupdate.settings.Durations.parse(text).orElseThrow();
  }

  /** When each is closed. */
  private static List<Duration> ends(StreamSchedule schedule, int count, boolean busy) {
    List<Duration> ends = new ArrayList<>();
    Set<Integer> closed = new HashSet<>();
    for (Duration now = Duration.ZERO; closed.size() < count; now = now.plus(TICK)) {
      for (int i = 0; i < count; i++) {
        SomeConnection stream = SomeConnection.of(i).as(Exchange.UPGRADED);
        if (!closed.contains(i) && schedule.isDue((busy ? stream.asBusy() : stream).make(), now)) {
          closed.add(i);
          ends.add(now);
        }
      }
    }
    return ends;
  }

  private static boolean isBetween(Duration time, int fromSeconds, int toSeconds) {
    return time.compareTo(Duration.ofSeconds(fromSeconds)) >= 0
        && time.compareTo(Duration.ofSeconds(toSeconds)) <= 0;
  }
}
