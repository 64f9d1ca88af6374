package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import org.junit.jupiter.api.Test;

/** What the client sees, byte by byte. */
class ConversationTest {
  private static final String OK = Messages.ok("hello");
  private static final String CLOSED = Messages.closing(OK);
  private static final String TOMCAT =
      "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=60\r\nConnection: keep-alive,\r\n x\r\n"
          + "Content-Length: 1\r\nconnection: a\r\n\r\nx";
  private static final String TOMCAT_CLOSED =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";

  private static Wire fresh() {
    return new Wire(Start.FRESH);
  }

  @Test
  void a_response_says_close_and_so_does_the_next() {
    Wire wire = fresh().asks(Messages.POST).writes(OK).asks(Messages.POST_CHUNKED).writes(OK);
    assertThat(wire.client()).isEqualTo(CLOSED + CLOSED);
    assertThat(wire.conversation.saidClose()).isTrue();
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
  }

  @Test
  void all_other_lines_about_the_connection_go_also_byte_by_byte() {
    assertThat(fresh().asks(Messages.GET).writes(TOMCAT).client()).isEqualTo(TOMCAT_CLOSED);
    assertThat(fresh().asksByteByByte(Messages.GET).writesByteByByte(TOMCAT).client())
        .isEqualTo(TOMCAT_CLOSED);
  }

  @Test
  void the_last_of_several_requests_is_answered_with_close() {
    Wire wire = fresh().asks(Messages.GET + Messages.POST + Messages.GET);
    assertThat(wire.writes(OK + OK + OK).client()).isEqualTo(OK + OK + CLOSED);
  }

  @Test
  void a_request_of_which_only_a_byte_has_come_is_not_lost() {
    Wire wire = fresh().asks(Messages.GET + "G").writes(OK);
    assertThat(wire.client()).isEqualTo(OK);
  }

  @Test
  void the_system_may_take_any_number_of_bytes() {
    for (int most = 1; most <= TOMCAT.length() + 20; most++) {
      int limit = most;
      Wire wire = fresh().asks(Messages.GET);
      wire.writeAll(Wire.bytes(TOMCAT), offered -> Math.min(limit, offered));
      assertThat(wire.client()).as("%d at most", most).isEqualTo(TOMCAT_CLOSED);
    }
  }

  @Test
  void what_was_not_taken_is_as_if_it_had_not_been_written() {
    Wire wire = fresh().asks(Messages.GET);
    wire.offer(Wire.bytes(OK), 0, OK.length(), offered -> -1, () -> {});
    assertThat(wire.conversation.saidClose()).isFalse();
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.writes(OK).client()).isEqualTo(CLOSED);
  }

  @Test
  void after_an_upgrade_nothing_is_touched() {
    String upgrade = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n";
    Wire wire = fresh().asks(Messages.GET).writes(upgrade).asks(Messages.GET).writes(OK);
    assertThat(wire.client()).isEqualTo(upgrade + OK);
    assertThat(wire.progress()).isEqualTo(Progress.UPGRADED);
    String tunnel = "HTTP/1.1 200 OK\r\n\r\n";
    wire = fresh().asks(Messages.CONNECT).writes(tunnel).asks(Messages.GET).writes(OK);
    assertThat(wire.client()).isEqualTo(tunnel + OK);
    assertThat(wire.progress()).isEqualTo(Progress.UPGRADED);
  }

  @Test
  void a_response_under_way_is_not_touched() {
    Wire wire = new Wire(Start.ANSWERED).writes("body", TOMCAT, "x");
    assertThat(wire.client()).isEqualTo("body" + TOMCAT + "x");
    assertThat(wire.progress()).isEqualTo(Progress.OPEN);
    assertThat(wire.asks(Messages.GET).writes(OK).client())
        .isEqualTo("body" + TOMCAT + "x" + CLOSED);
  }

  @Test
  void a_request_read_before_is_answered_with_close() {
    assertThat(new Wire(Start.ASKED).writes(OK).client()).isEqualTo(CLOSED);
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    Wire wire = new Wire(Start.ASKED_HEAD).writes(head);
    assertThat(wire.progress()).isEqualTo(Progress.NONE);
    assertThat(wire.client()).isEqualTo(Messages.closing(head));
  }

  @Test
  void several_requests_read_before_are_answered_as_they_are() {
    Wire wire = new Wire(Start.PIPELINED).asks(Messages.GET).writes(OK, OK);
    assertThat(wire.client()).isEqualTo(OK + OK);
    assertThat(wire.asks(Messages.GET).writes(OK).client()).isEqualTo(OK + OK + CLOSED);
  }

  @Test
  void what_the_system_has_taken_is_what_is_reported_and_where_the_next_response_begins() {
    for (int most = 1; most <= TOMCAT.length() + 20; most++) {
      int limit = most;
      Wire wire = fresh().asks(Messages.GET + Messages.GET);
      wire.writeAll(Wire.bytes(OK + OK), offered -> Math.min(limit, offered));
      assertThat(wire.progress()).as("%d at most", most).isEqualTo(Progress.NONE);
      wire.asks(Messages.GET);
      wire.writeAll(Wire.bytes(TOMCAT), offered -> Math.min(limit, offered));
      assertThat(wire.client()).as("%d at most", most).isEqualTo(OK + CLOSED + TOMCAT_CLOSED);
      assertThat(wire.progress()).as("%d at most", most).isEqualTo(Progress.NONE);
    }
  }

  @Test
  void a_client_of_whose_line_only_a_part_was_taken_has_not_been_told() {
    Wire wire = fresh().asks(Messages.GET);
    Wire.Step step = wire.offer(Wire.bytes(OK), 0, OK.length(), offered -> 20, () -> {});
    assertThat(wire.conversation.saidClose()).isFalse();
    assertThat(wire.writes(OK.substring((int) step.reported())).client()).isEqualTo(CLOSED);
    assertThat(wire.conversation.saidClose()).isTrue();
  }
}
