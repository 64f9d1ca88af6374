package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.Conversation.Start;
import org.junit.jupiter.api.Test;

/** A small conversation, cut in every place, and in every two places. */
class CutsTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
  private static final String HINTS = "HTTP/1.1 103 A\r\nConnection: a\r\n\r\n";
  private static final String LINES = "Con: 1\r\nTransfer-Encoding: chunked\r\n";
  private static final String CHUNKS = "1\r\nH\r\n0\r\nA: b\r\n\r\n";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nKeep-Alive: 1\r\n" + LINES + "connection: x,\r\n y\r\n\r\n" + CHUNKS;
  private static final String CLOSED =
      "HTTP/1.1 200 OK\r\nConnection: close\r\n" + LINES + "\r\n" + CHUNKS;
  private static final String WRITTEN = HEAD + HINTS + CHUNKED;
  private static final String SEEN = HEAD + HINTS + CLOSED;
  private static final String ASKED = Messages.HEAD + Messages.POST;

  @Test
  void responses_may_be_cut_anywhere() {
    for (int one = 0; one <= WRITTEN.length(); one++) {
      for (int two = one; two <= WRITTEN.length(); two++) {
        Wire wire = new Wire(Start.FRESH).asks(ASKED);
        wire.writes(WRITTEN.substring(0, one), WRITTEN.substring(one, two));
        wire.writes(WRITTEN.substring(two));
        check(wire, one, two);
      }
    }
  }

  @Test
  void requests_may_be_cut_anywhere() {
    for (int one = 0; one <= ASKED.length(); one++) {
      for (int two = one; two <= ASKED.length(); two++) {
        Wire wire = new Wire(Start.FRESH);
        wire.asks(ASKED.substring(0, one), ASKED.substring(one, two), ASKED.substring(two));
        check(wire.writes(WRITTEN), one, two);
      }
    }
  }

  @Test
  void a_write_may_be_taken_in_any_three_parts() {
    byte[] written = Wire.bytes(WRITTEN);
    for (int one = 1; one <= SEEN.length(); one++) {
      for (int two = 1; two <= SEEN.length() - one + 1; two += 3) {
        Wire wire = new Wire(Start.FRESH).asks(ASKED);
        int[] parts = {one, two};
        int[] next = {0};
        wire.writeAll(
            written, all -> next[0] < parts.length ? Math.min(all, parts[next[0]++]) : all);
        check(wire, one, two);
      }
    }
  }

  private static void check(Wire wire, int one, int two) {
    if (!wire.client().equals(SEEN) || wire.progress() != Progress.NONE) {
      assertThat(wire.client()).as("cut at %d and %d", one, two).isEqualTo(SEEN);
      assertThat(wire.progress()).as("cut at %d and %d", one, two).isEqualTo(Progress.NONE);
    }
    // The place in the stream is still known.
    String more = Messages.ok("");
    wire.asks(Messages.GET).writes(more);
    if (!wire.client().equals(SEEN + Messages.closing(more))) {
      assertThat(wire.client()).as("cut at %d and %d", one, two).isEqualTo(SEEN + "and close");
    }
  }
}
