package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Exchange;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartingsTest {
  private final Partings partings = new Partings();
  private final Connection one = SomeConnection.of(1).make();
  private final Connection told = SomeConnection.of(2).asTold().make();
  private final Connection stream = SomeConnection.of(3).as(Exchange.UPGRADED).make();

  @Test
  void each_connection_is_counted_by_what_was_done_to_it() {
    Connection quiet = SomeConnection.of(4).make();
    Connection open = SomeConnection.of(5).asBusy().make();
    partings.seen(List.of(one, told, stream, quiet, open));
    partings.closed(stream);
    partings.closed(quiet);
    partings.seen(List.of(one, open));

    assertThat(partings.endings(List.of(open), 1)).isEqualTo(new Endings(1, 1, 1, 1, 1));
  }

  @Test
  void a_connection_that_is_seen_again_and_again_is_counted_once() {
    for (int i = 0; i < 5; i++) {
      partings.seen(List.of(one, told));
    }
    assertThat(partings.count()).isEqualTo(2);
    assertThat(partings.endings(List.of(), 1)).isEqualTo(new Endings(1, 1, 0, 0, 0));
  }

  @Test
  void one_that_is_cut_is_nothing_else_whatever_was_done_to_it_before() {
    partings.seen(List.of(one, told, stream));
    partings.closed(one);
    partings.closed(stream);

    assertThat(partings.endings(List.of(one, told, stream), 1))
        .isEqualTo(new Endings(0, 0, 0, 0, 3));
  }

  @Test
  void one_that_was_told_and_had_to_be_closed_counts_as_closed() {
    partings.seen(List.of(told));
    assertThat(partings.isClosed(told)).isFalse();
    partings.closed(told);
    partings.seen(List.of(told));

    assertThat(partings.isClosed(told)).isTrue();
    assertThat(partings.endings(List.of(), 1)).isEqualTo(new Endings(0, 0, 1, 0, 0));
  }

  @Test
  void one_that_is_told_later_counts_as_told() {
    partings.seen(List.of(one));
    partings.seen(List.of(SomeConnection.of(1).asTold().make()));

    assertThat(partings.endings(List.of(), 1)).isEqualTo(new Endings(0, 1, 0, 0, 0));
  }

  @Test
  void one_that_was_told_and_ended_between_two_looks_counts_as_told() {
    partings.seen(List.of(one, told, SomeConnection.of(4).make()));

    assertThat(partings.endings(List.of(), 2)).isEqualTo(new Endings(1, 2, 0, 0, 0));
  }

  @Test
  void more_that_were_told_than_were_seen_make_no_connection_of_their_own() {
    partings.seen(List.of(one));

    assertThat(partings.endings(List.of(), 7)).isEqualTo(new Endings(0, 1, 0, 0, 0));
    assertThat(partings.endings(List.of(one), 7)).isEqualTo(new Endings(0, 0, 0, 0, 1));
  }

  @Test
  void the_words_tell_every_figure() {
    assertThat(new Endings(1, 2, 3, 4, 5).inWords())
        .isEqualTo(
            "15 connections, 1 ended by themselves, 2 were told to close, 3 were quiet and closed,"
                + " 4 were streams and closed, 5 cut");
  }
}
