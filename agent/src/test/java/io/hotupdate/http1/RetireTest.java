package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A drain is taken back. */
class RetireTest {
  private static final String OK = Messages.ok("hello");
  private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n";

  @Test
  void nothing_is_changed_any_more() {
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET);
    assertThat(wire.conversation.retire()).isTrue();
    assertThat(wire.writes(OK).asks(Messages.GET).writes(OK).client()).isEqualTo(OK + OK);
    assertThat(wire.conversation.saidClose()).isFalse();
  }

  @Test
  void a_head_that_has_our_line_keeps_losing_the_others() {
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET).writes(HEAD);
    assertThat(wire.conversation.retire()).isFalse();
    wire.writes("Keep-Alive: 1\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.client())
        .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    assertThat(wire.conversation.retire()).isTrue();
    assertThat(wire.asks(Messages.GET).writes(OK).client()).endsWith(OK);
  }

  @Test
  void what_was_taken_in_part_is_sent_to_its_end() {
    byte[] written = Wire.bytes(OK);
    Wire wire = new Wire(Start.FRESH).asks(Messages.GET);
    Wire.Step step = wire.offer(written, 0, written.length, all -> 20, () -> {});
    assertThat(wire.conversation.retire()).isFalse();
    wire.writes(OK.substring((int) step.reported()));
    assertThat(wire.client()).isEqualTo(Messages.closing(OK));
    assertThat(wire.conversation.retire()).isTrue();
  }

  @Test
  void a_write_under_way_is_settled_first() {
    Conversation conversation = new Conversation(Start.FRESH);
    conversation.received(ByteBuffer.wrap(Wire.bytes(Messages.GET)));
    int consumed = conversation.replace(ByteBuffer.wrap(Wire.bytes(OK))).orElseThrow().consumed();
    assertThat(consumed).isPositive();
    assertThat(conversation.retire()).isFalse();
    assertThat(conversation.sent(Messages.closing(OK).length())).isEqualTo(OK.length());
    assertThat(conversation.retire()).isTrue();
  }
}
