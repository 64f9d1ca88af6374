package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import org.junit.jupiter.api.Test;

/** Responses without a request, and requests without their body. */
class UnaskedTest {
  private static final String OK = Messages.ok("hello");
  private static final String CLOSED = Messages.closing(OK);
  private static final String TIMEOUT =
      "HTTP/1.1 408 Request Timeout\r\nConnection: keep-alive\r\nContent-Length: 4\r\n\r\nGET ";
  private static final String EXPECTING =
      "POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
  private static final String REFUSED =
      "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n";

  @Test
  void a_response_that_nobody_asked_for_is_not_changed_and_the_next_one_says_close() {
    Wire wire = new Wire(Start.FRESH).writes(TIMEOUT);
    assertThat(wire.client()).isEqualTo(TIMEOUT);
    assertThat(wire.conversation.saidClose()).isFalse();
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    wire.asks(Messages.GET);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.writes(OK).writesByteByByte(TIMEOUT).client())
        .isEqualTo(TIMEOUT + CLOSED + TIMEOUT);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void a_request_that_comes_in_the_middle_of_it_is_answered_by_the_next() {
    for (int cut = 1; cut < TIMEOUT.length(); cut++) {
      Wire wire = new Wire(Start.FRESH).writes(TIMEOUT.substring(0, cut)).asks(Messages.GET);
      wire.writes(TIMEOUT.substring(cut), OK);
      assertThat(wire.client()).as("cut at %d", cut).isEqualTo(TIMEOUT + CLOSED);
      assertThat(wire.progress()).as("cut at %d", cut).isEqualTo(Progress.NONE);
    }
  }

  @Test
  void after_a_refused_expectation_a_client_may_leave_out_the_body() {
    Wire wire = new Wire(Start.FRESH).asks(EXPECTING).writes(REFUSED).asks(Messages.GET);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.writes(OK).client()).isEqualTo(Messages.closing(REFUSED) + CLOSED);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void after_a_refused_expectation_a_client_may_send_the_body() {
    Wire wire = new Wire(Start.FRESH).asks(EXPECTING).writes(REFUSED).asks("hello");
    assertThat(wire.progress()).isEqualTo(Progress.UNKNOWN);
    assertThat(wire.asks(Messages.GET).writes(OK).client())
        .isEqualTo(Messages.closing(REFUSED) + CLOSED);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void after_a_100_the_body_comes_also_behind_the_response() {
    String head = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: ";
    head += Messages.GET.length() + "\r\n\r\n";
    String said = "HTTP/1.1 100 Continue\r\n\r\n";
    Wire wire = new Wire(Start.FRESH).asks(head).writes(said, OK).asks(Messages.GET);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    assertThat(wire.asks(EXPECTING).writes(REFUSED).client())
        .isEqualTo(said + CLOSED + Messages.closing(REFUSED));
    wire.asks(Messages.GET);
    assertThat(wire.writes(OK).client()).endsWith(CLOSED);
  }

  @Test
  void a_body_that_has_begun_is_not_left_out() {
    String half = EXPECTING + "GE";
    Wire wire = new Wire(Start.FRESH).asks(half).writes(REFUSED).asks("T /" + Messages.GET);
    assertThat(wire.writes(OK).client()).isEqualTo(Messages.closing(REFUSED) + CLOSED);
  }

  @Test
  void a_body_nobody_waits_to_be_asked_for_is_one_also_behind_the_response() {
    String head = "POST / HTTP/1.1\r\nContent-Length: " + Messages.GET.length() + "\r\n\r\n";
    Wire wire = new Wire(Start.FRESH).asks(head).writes(OK).asks(Messages.GET);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).isEqualTo(CLOSED + CLOSED);
  }
}
