package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not HTTP/1.x is not changed by one byte. */
class ForeignTest {
  private static final String OK = Messages.ok("hello");

  /** Asked and answered in turn, and then an exchange of HTTP in the middle of it. */
  private static void isLeftAlone(Start start, boolean serverFirst, String... said) {
    Wire wire = new Wire(start);
    StringBuilder written = new StringBuilder();
    boolean server = serverFirst;
    for (String one : said) {
      if (server) {
        wire.writes(one);
        written.append(one);
      } else {
        wire.asks(one);
      }
      server = !server;
    }
    assertThat(wire.client()).as("%s from %s", said[0], start).isEqualTo(written.toString());
    assertThat(wire.conversation.saidClose()).isFalse();
    assertThat(wire.progress()).isNotEqualTo(Progress.NONE);
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void other_protocols(Start start) {
    isLeftAlone(start, true, "220 a ESMTP\r\n", "EHLO b\r\n", "250 OK\r\n", "DATA\r\n", "354\r\n");
    isLeftAlone(start, false, "*1\r\n$4\r\nPING\r\n", "+PONG\r\n", "PING\r\n", "+PONG\r\n");
    isLeftAlone(
        start, false, "\u0016\u0003\u0001\u0000\u0005", "\u0016\u0003\u0003", "\u0017", "x");
    isLeftAlone(
        start, false, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000", "\u0000\u0000\u0006\u0004", "a");
  }

  @Test
  void what_has_been_something_else_stays_so() {
    isLeftAlone(Start.FRESH, true, "220 a ESMTP\r\n", Messages.GET, OK, Messages.GET, OK);
    isLeftAlone(Start.FRESH, false, "EHLO a b\r\n", "250 OK\r\n", Messages.GET, OK);
    isLeftAlone(Start.FRESH, false, Messages.GET, "HTTP/2 200\r\n", Messages.GET, OK);
  }

  @Test
  void a_head_without_end_is_let_go() {
    String lines = "X-Long: abcdefghijklmnop\r\n".repeat(HeaderSection.LARGEST_HEAD / 26 + 1);
    String endless = "HTTP/1.1 200 OK\r\n" + lines;
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET).writes(endless);
    assertThat(wire.progress()).isEqualTo(Progress.FOREIGN);
    wire.writes("Connection: keep-alive\r\n\r\n");
    assertThat(wire.client())
        .isEqualTo(Messages.closing(endless) + "Connection: keep-alive\r\n\r\n");
    wire = new Wire(Start.FRESH).asks("GET / HTTP/1.1\r\n" + lines).writes(OK);
    assertThat(wire.client()).isEqualTo(OK);
    assertThat(wire.progress()).isEqualTo(Progress.FOREIGN);
  }

  @Test
  void a_head_of_64_kilobytes_is_followed() {
    String rest = "Content-Length: 0\r\n\r\n";
    String line = "X: " + "a".repeat(HeaderSection.LARGEST_HEAD - rest.length() - 5) + "\r\n";
    String large = "HTTP/1.1 200 OK\r\n" + line + rest;
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET).writes(large);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).endsWith(Messages.closing(OK));
  }

  @Test
  void a_line_that_goes_does_so_to_its_end_however_large_the_head_gets() {
    String before = "HTTP/1.1 200 OK\r\n";
    String line = "Connection: " + "a,".repeat(HeaderSection.LARGEST_HEAD) + "\r\n";
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET).writes(before + line.substring(0, 50));
    wire.writes(line.substring(50) + "X: 1\r\n");
    assertThat(wire.client()).isEqualTo(Messages.closing(before) + "X: 1\r\n");
  }

  @Test
  void bytes_behind_a_response_that_nobody_asked_for_end_the_interest() {
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET).writes(OK + "more").asks(Messages.GET);
    assertThat(wire.writes(OK).client()).isEqualTo(Messages.closing(OK) + "more" + OK);
    assertThat(wire.progress()).isEqualTo(Progress.FOREIGN);
  }
}
