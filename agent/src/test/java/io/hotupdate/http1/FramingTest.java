package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import org.junit.jupiter.api.Test;

/** A response is over where its head says; only where bytes were missed, the client is believed. */
class FramingTest {
  private static final String OK = Messages.ok("hello");
  private static final String CLOSED = Messages.closing(OK);
  private static final String CHUNKED_HEAD =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static Wire asked() {
    return new Wire(Start.FRESH).asks(Messages.GET);
  }

  @Test
  void a_body_that_looks_like_a_response_is_not_changed_though_a_request_comes_meanwhile() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + 2 * OK.length() + "\r\n\r\n";
    Wire wire = asked().writes(head).asks(Messages.GET).writes(OK, OK, OK);
    assertThat(wire.client()).isEqualTo(Messages.closing(head) + OK + OK + CLOSED);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void chunks_that_look_like_responses_are_not_changed() {
    String chunk = Integer.toHexString(OK.length()) + "\r\n";
    Wire wire = asked().writes(CHUNKED_HEAD, chunk, OK, "\r\n" + chunk).asks(Messages.GET);
    wire.writes(OK, "\r\n0\r\n\r\n", OK);
    assertThat(wire.client())
        .isEqualTo(
            Messages.closing(CHUNKED_HEAD)
                + (chunk + OK + "\r\n").repeat(2)
                + "0\r\n\r\n"
                + CLOSED);
  }

  @Test
  void a_file_that_was_sent_past_us_counts() {
    String file = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
    Wire wire = asked().writes(file);
    wire.conversation.passed(0);
    wire.conversation.passed(-2);
    wire.conversation.passed(60);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    wire.conversation.passed(39);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    assertThat(wire.asks(Messages.GET).writes(OK).client())
        .isEqualTo(Messages.closing(file) + CLOSED);
  }

  @Test
  void a_chunk_that_was_sent_past_us_counts() {
    Wire wire = asked().writes(CHUNKED_HEAD + "10\r\n");
    wire.conversation.passed(16);
    assertThat(wire.writes("\r\n0\r\n\r\n").progress()).isEqualTo(Progress.NONE);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).endsWith("0\r\n\r\n" + CLOSED);
  }

  @Test
  void where_more_was_sent_than_fits_in_a_client_that_has_waited_is_believed() {
    Wire wire = asked().writes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    wire.conversation.passed(10);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).endsWith("\r\n\r\n" + CLOSED);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void where_more_was_sent_than_fits_in_a_client_that_pipelines_is_not_believed() {
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET + Messages.GET);
    wire.writes(OK, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    wire.conversation.passed(10);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).endsWith("\r\n\r\n" + OK);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
  }

  @Test
  void a_head_that_was_sent_past_us_ends_the_interest() {
    Wire wire = asked();
    wire.conversation.passed(50);
    assertThat(wire.progress()).isEqualTo(Progress.FOREIGN);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).isEqualTo(OK);
  }
}
