package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.connection.Exchange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OvertimeTest {
  private final Overtime overtime = new Overtime();
  private final SomeConnection quiet = SomeConnection.of(1);
  private final SomeConnection busy = SomeConnection.of(2).asBusy();

  @Test
  void a_request_that_has_just_come_in_gets_the_rest_of_its_grace() {
    assertThat(waits(busy.heard(1500), 0)).isTrue();
    assertThat(waits(busy.heard(1999), 499)).isTrue();
    assertThat(waits(busy.heard(2000), 500)).isFalse();
  }

  @Test
  void a_request_that_came_in_long_before_the_limit_is_not_waited_for() {
    assertThat(waits(busy.as(Exchange.OPEN), 0)).isFalse();
  }

  @Test
  void a_client_that_never_stops_sending_is_not_waited_for_for_ever() {
    assertThat(waits(busy.heard(0), 3999)).isTrue();
    assertThat(waits(busy.heard(0), 4000)).isFalse();
  }

  @Test
  void a_quiet_connection_and_a_stream_have_no_request() {
    assertThat(waits(quiet.heard(0), 0)).isFalse();
    assertThat(waits(busy.as(Exchange.UPGRADED).heard(0), 0)).isFalse();
  }

  @Test
  void a_connection_that_is_being_closed_gets_a_moment_for_that() {
    assertThat(overtime.waitsFor(quiet.make(), true, millis(3000))).isTrue();
    assertThat(overtime.waitsFor(quiet.make(), true, millis(3999))).isTrue();
    assertThat(overtime.waitsFor(quiet.make(), true, millis(4000))).isFalse();
  }

  @Test
  void output_is_waited_for_as_long_as_it_makes_progress() {
    for (int time = 0; time < 10_000; time += 1000) {
      assertThat(waits(busy.sending(100_000 - time, time), time)).isTrue();
    }
  }

  @Test
  void output_that_the_server_renews_is_waited_for_within_limits() {
    assertThat(waits(busy.sending(5000, 1), 9000)).isTrue();
    assertThat(waits(busy.sending(5000, 2), 10_000)).isFalse();
  }

  @Test
  void output_that_makes_no_progress_is_given_up() {
    assertThat(waits(busy.sending(5000, 1), 0)).isTrue();
    assertThat(waits(busy.sending(5000, 1), 1999)).isTrue();
    // More was written, but nothing was taken.
    assertThat(waits(busy.sending(9000, 1), 2000)).isFalse();
    assertThat(waits(busy.sending(9000, 2), 2100)).isTrue();
  }

  @Test
  void the_progress_of_a_unix_socket_is_that_of_its_queue() {
    assertThat(waits(busy.sending(5000, -1), 0)).isTrue();
    assertThat(waits(busy.sending(4000, -1), 1500)).isTrue();
    assertThat(waits(busy.sending(4000, -1), 3400)).isTrue();
    assertThat(waits(busy.sending(4000, -1), 3500)).isFalse();
  }

  @Test
  void output_is_waited_for_on_a_connection_that_is_being_closed_too() {
    assertThat(overtime.waitsFor(quiet.sending(9, 1).make(), true, millis(0))).isTrue();
    assertThat(overtime.waitsFor(quiet.sending(8, 2).make(), true, millis(1900))).isTrue();
  }

  @Test
  void nothing_is_waited_for_beyond_the_longest_time() {
    long longest = Overtime.LONGEST.toMillis();
    assertThat(waits(busy.heard(0).sending(5000, 1), longest)).isFalse();
    assertThat(overtime.waitsFor(quiet.make(), true, Overtime.LONGEST)).isFalse();
  }

  private boolean waits(SomeConnection connection, long overMillis) {
    return overtime.waitsFor(connection.make(), false, millis(overMillis));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
