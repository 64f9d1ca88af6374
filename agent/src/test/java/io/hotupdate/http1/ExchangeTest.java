package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of every kind: which of them say close, and where the next one begins. */
class ExchangeTest {
  private static final String OK = Messages.ok("hello");
  private static final String CLOSED = Messages.closing(OK);

  private static Wire fresh() {
    return new Wire(Start.FRESH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nConnection: keep-alive\r\nLink: </a>\r\n\r\n",
        "HTTP/1.1 103\r\nContent-Length: 9\r\n\r\n"
      })
  void what_comes_before_the_response_is_not_changed(String interim) {
    Wire wire = fresh().asks(Messages.POST).writes(interim);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.conversation.saidClose()).isFalse();
    assertThat(wire.writes(interim + OK).client()).isEqualTo(interim + interim + CLOSED);
    assertThat(fresh().asks(Messages.POST).writesByteByByte(interim + OK).client())
        .isEqualTo(interim + CLOSED);
  }

  @Test
  void a_connect_that_is_refused_is_answered_with_close_and_so_is_the_next_request() {
    String refused = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    Wire wire = fresh().asks(Messages.CONNECT).writes(refused);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    assertThat(wire.asks(Messages.GET).writes(OK).client())
        .isEqualTo(Messages.closing(refused) + CLOSED);
  }

  @Test
  void after_a_refused_connect_it_is_unclear_what_the_bytes_are_that_came_before() {
    Wire wire = fresh().asks(Messages.CONNECT + "abc");
    wire.writes("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").asks("def");
    assertThat(wire.progress()).isEqualTo(Progress.UNKNOWN);
    assertThat(wire.asks(Messages.GET).progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.writes(OK).client()).endsWith(CLOSED);
  }

  @Test
  void a_client_of_http_1_0_that_keeps_alive_is_told_too() {
    String rest = "Content-Length: 1\r\n\r\nx";
    String ok = "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nKeep-Alive: max=3\r\n" + rest;
    String closed = "HTTP/1.0 200 OK\r\nConnection: close\r\n" + rest;
    String ask = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    assertThat(fresh().asks(ask).writes(ok).asks(ask).writes(ok).client())
        .isEqualTo(closed + closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void a_status_without_a_body_has_none_whatever_its_length_says(String status) {
    String empty = "HTTP/1.1 " + status + "\r\nContent-Length: 99\r\n\r\n";
    Wire wire = fresh().asks(Messages.GET + Messages.GET);
    assertThat(wire.writes(empty, OK).client()).isEqualTo(empty + CLOSED);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void the_answer_to_head_has_no_body_whatever_its_length_says() {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    Wire wire = fresh().asks(Messages.HEAD + Messages.GET);
    assertThat(wire.writes(head + OK).client()).isEqualTo(head + CLOSED);
  }

  @Test
  void trailers_of_a_chunked_body_belong_to_it() {
    String body = "5;a=b\r\nhello\r\n0\r\nConnection: keep-alive\r\nX: 1\r\n\r\n";
    String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
    Wire wire = fresh().asks(Messages.GET + Messages.GET);
    assertThat(wire.writesByteByByte(chunked).progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.writes(chunked).client()).isEqualTo(chunked + Messages.closing(chunked));
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void a_response_without_length_has_no_end() {
    String endless = "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    Wire wire = fresh().asks(Messages.GET).writes(endless).asks(Messages.GET).writes(OK);
    assertThat(wire.client()).isEqualTo(Messages.closing(endless) + OK);
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
  }

  @Test
  void a_request_after_close_is_answered_with_close_again() {
    Wire wire = fresh();
    for (int i = 1; i <= 3; i++) {
      wire.asks(Messages.POST).writes(OK);
      assertThat(wire.client()).isEqualTo(CLOSED.repeat(i));
      assertThat(wire.progress()).isEqualTo(Progress.NONE);
    }
  }

  @Test
  void several_pieces_in_one_write_are_taken_as_far_as_the_system_likes() {
    String head = OK.substring(0, OK.length() - "hello".length());
    byte[] gathered = Wire.bytes(head + "he" + "llo" + OK);
    String seen = OK + CLOSED;
    for (int first = 1; first <= seen.length(); first++) {
      int limit = first;
      Wire wire = fresh().asks(Messages.GET + Messages.GET);
      Wire.Step step =
          wire.offer(gathered, 0, gathered.length, all -> Math.min(all, limit), () -> {});
      int at = (int) Math.max(0, step.reported());
      // The rest is gathered anew, cut in other places.
      int middle = at + (gathered.length - at) / 2;
      wire.writeAll(Arrays.copyOfRange(gathered, at, middle), Wire.ALL);
      wire.writeAll(Arrays.copyOfRange(gathered, middle, gathered.length), Wire.ALL);
      assertThat(wire.client()).as("%d taken", first).isEqualTo(seen);
      assertThat(wire.progress()).isEqualTo(Progress.NONE);
    }
  }
}
