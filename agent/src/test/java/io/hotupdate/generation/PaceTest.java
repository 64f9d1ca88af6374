package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration TICK = Duration.ofMillis(100);

  private final Pace pace = new Pace(Duration.ofSeconds(30));

  @Test
  void thousands_are_closed_over_the_whole_spread() {
    int left = 9000;
    int ticks = 0;
    for (; left > 0; ticks++) {
      left -= pace.allowed(9000, TICK);
    }
    assertThat(ticks).isEqualTo(300);
  }

  @Test
  void a_few_need_not_wait() {
    assertThat(pace.allowed(5, TICK)).isEqualTo(1);
    assertThat(pace.allowed(0, Duration.ZERO)).isEqualTo(1);
  }

  @Test
  void the_longer_the_pause_before_the_more_are_closed() {
    assertThat(pace.allowed(9000, TICK.multipliedBy(20))).isEqualTo(600);
    assertThat(pace.allowed(9000, Duration.ofHours(1))).isEqualTo(9000);
  }

  @Test
  void without_a_spread_all_are_closed_at_once() {
    assertThat(new Pace(Duration.ZERO).allowed(9000, Duration.ZERO)).isEqualTo(9000);
  }
}
