package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import org.junit.jupiter.api.Test;

/** What is known where the beginning was not seen. */
class DrainBeginsTest {
  private static final String OK = Messages.ok("hello");
  private static final String CLOSED = Messages.closing(OK);

  @Test
  void nothing_is_known_until_something_is_said() {
    for (Start start : new Start[] {Start.ANSWERED, Start.PIPELINED}) {
      Wire wire = new Wire(start);
      assertThat(wire.progress()).as(start.name()).isEqualTo(Progress.UNKNOWN);
      assertThat(wire.writes(OK).progress()).as(start.name()).isEqualTo(Progress.UNKNOWN);
    }
    assertThat(new Wire(Start.ASKED).progress()).isEqualTo(Progress.OPEN);
    assertThat(new Wire(Start.FRESH).progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void a_chunked_response_under_way_ends_with_its_last_chunk() {
    Wire wire = new Wire(Start.ANSWERED).writes("3\r\nabc\r\n");
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.writes("0\r\n", "\r\n").progress()).isEqualTo(Progress.NONE);
    assertThat(wire.writes("x").progress()).isEqualTo(Progress.OPEN);
  }

  @Test
  void of_several_requests_the_end_of_one_says_nothing_of_the_others() {
    Wire wire = new Wire(Start.PIPELINED).writes("3\r\nabc\r\n0\r\n\r\n");
    assertThat(wire.progress()).isEqualTo(Progress.UNKNOWN);
  }

  @Test
  void a_file_sent_past_us_is_a_response_under_way() {
    Wire wire = new Wire(Start.ANSWERED);
    wire.conversation.passed(10);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).isEqualTo(CLOSED);
  }

  @Test
  void what_was_read_last_was_not_a_request_if_the_rest_of_a_body_follows() {
    Wire wire = new Wire(Start.ASKED).writes("rest of a body", OK);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.client()).isEqualTo("rest of a body" + OK);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).endsWith(OK + CLOSED);
    wire = new Wire(Start.ASKED);
    wire.conversation.passed(10);
    assertThat(wire.writes(OK).client()).isEqualTo(OK);
  }

  @Test
  void the_rest_of_a_response_is_not_changed_when_the_next_request_comes_early() {
    Wire wire = new Wire(Start.ANSWERED).writes("body, ").asks(Messages.GET);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    String rest = "more of the body\r\n" + OK;
    assertThat(wire.writes(rest, "HTTP/1.", "x", OK).client())
        .isEqualTo("body, " + rest + "HTTP/1.x" + CLOSED);
  }

  @Test
  void the_rest_of_a_request_body_is_no_request() {
    Wire wire = new Wire(Start.ASKED).asks("a=b&c=" + Messages.GET).writes(OK);
    assertThat(wire.client()).isEqualTo(CLOSED);
    assertThat(wire.asks(Messages.POST).writes(OK).client()).isEqualTo(CLOSED + CLOSED);
  }
}
