package io.hotupdate.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the bytes that a server sends. */
class HttpResponseTest {
  private static final String NEXT = "what follows";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello",
        "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 103 x\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n"
      })
  void a_response_is_read_to_its_end_and_no_further(String response) throws IOException {
    InputStream in = in(response + NEXT);

    assertThat(HttpResponse.read(in)).isEqualTo(200);
    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(NEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 204, 304})
  void a_status_without_a_body_has_none(int status) throws IOException {
    InputStream in = in("HTTP/1.1 " + status + " x\r\nUpgrade: y\r\n\r\n" + NEXT);

    assertThat(HttpResponse.read(in)).isEqualTo(status);
    assertThat(in.available()).isEqualTo(NEXT.length());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404, 503})
  void a_body_of_unknown_length_ends_with_the_connection(int status) throws IOException {
    assertThat(HttpResponse.read(in("HTTP/1.1 " + status + " x\r\n\r\nas long as it lasts")))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "\r\n",
        "\u0015\u0003\u0001\u0000\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\ntoo long\r\n0\r\n\r\n"
      })
  void what_is_not_http_is_an_error(String garbage) {
    assertThatThrownBy(() -> HttpResponse.read(in(garbage))).isInstanceOf(ProtocolException.class);
  }

  @Test
  void garbage_is_shown_short_and_printable() {
    assertThatThrownBy(() -> HttpResponse.read(in("\u0007\u00ff" + "x".repeat(1000) + "\n")))
        .hasMessage("not HTTP: '??" + "x".repeat(38) + "...'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1",
        "HTTP/1.1 200 OK\r\nContent",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"
      })
  void a_response_that_is_cut_short_is_an_error(String part) {
    assertThatThrownBy(() -> HttpResponse.read(in(part))).isInstanceOf(EOFException.class);
  }

  @Test
  void a_connection_that_ends_before_the_first_byte_is_no_answer() {
    assertThatThrownBy(() -> HttpResponse.read(in("")))
        .hasMessage("the connection was closed without an answer");
  }

  @Test
  void an_endless_line_or_head_is_given_up() {
    assertThatThrownBy(() -> HttpResponse.read(endless("", "x")))
        .hasMessage("a head of more than 65536 bytes");
    assertThatThrownBy(() -> HttpResponse.read(endless("HTTP/1.1 200 OK\r\n", "X: y\r\n")))
        .hasMessage("a head of more than 65536 bytes");
    assertThatThrownBy(() -> HttpResponse.read(endless("", "HTTP/1.1 100 Continue\r\n\r\n")))
        .hasMessage("a head of more than 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Content-Length: 999999999999999\r\n", "Transfer-Encoding: chunked\r\n"})
  void an_endless_body_is_given_up_but_the_answer_counts(String field) throws IOException {
    assertThat(
            HttpResponse.read(
                endless(
                    "HTTP/1.1 200 OK\r\n" + field + "\r\n",
                    "4000\r\n" + "x".repeat(0x4000) + "\r\n")))
        .isEqualTo(200);
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static InputStream endless(String begin, String repeated) {
    byte[] first = begin.getBytes(StandardCharsets.US_ASCII);
    byte[] again = repeated.getBytes(StandardCharsets.US_ASCII);
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        long at = position++;
        return at < first.length
            ? first[(int) at]
            : again[(int) ((at - first.length) % again.length)];
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        buffer[offset] = (byte) read();
        int from = (int) ((position - first.length) % again.length);
        if (position < first.length) {
          return 1;
        }
        int count = Math.min(length - 1, again.length - from);
        System.arraycopy(again, from, buffer, offset + 1, count);
        position += count;
        return 1 + count;
      }
    };
  }
}
