package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A connection with a conversation in its way, and a system that takes what it likes. */
final class Wire {
  /** How many of so many offered bytes the system takes; 0 or less for none. */
  interface Taker {
    long take(int offered);
  }

  static final Taker ALL = offered -> offered;

  /** What came of one offer. */
  record Step(int consumed, long taken, long reported) {}

  final Conversation conversation;
  private final ByteArrayOutputStream client = new ByteArrayOutputStream();

  Wire(Conversation.Start start) {
    conversation = new Conversation(start);
  }

  /** The client sends each of these, and the server reads each with one read. */
  Wire asks(String... chunks) {
    for (String chunk : chunks) {
      receive(bytes(chunk));
    }
    return this;
  }

  void receive(byte[] chunk) {
    // Neither array nor position begins at zero, as in a server's buffers.
    ByteBuffer buffer = ByteBuffer.allocate(chunk.length + 5).position(3).put(chunk).flip();
    buffer.position(3);
    conversation.received(buffer);
    assertThat(buffer.position()).isEqualTo(3);
    assertThat(buffer.remaining()).isEqualTo(chunk.length);
  }

  /** The server writes each of these, and the system takes all. */
  Wire writes(String... writes) {
    for (String write : writes) {
      writeAll(bytes(write), ALL);
    }
    return this;
  }

  Wire writesByteByByte(String text) {
    for (byte b : bytes(text)) {
      writeAll(new byte[] {b}, ALL);
    }
    return this;
  }

  Wire asksByteByByte(String text) {
    for (byte b : bytes(text)) {
      receive(new byte[] {b});
    }
    return this;
  }

  /** As a server does: it offers the rest until all is reported as sent. */
  void writeAll(byte[] data, Taker taker) {
    int at = 0;
    for (int tries = 0; at < data.length; tries++) {
      assertThat(tries).as("offers until all is sent").isLessThan(100_000);
      at += (int) Math.max(0, offer(data, at, data.length, taker, () -> {}).reported());
    }
  }

  /** One call of the system, with something that happens before the conversation hears of it. */
  Step offer(byte[] data, int from, int to, Taker taker, Runnable meanwhile) {
    ByteBuffer buffer = ByteBuffer.wrap(data, from, to - from);
    Optional<Edit> edit = conversation.replace(buffer);
    assertThat(buffer.position()).isEqualTo(from);
    int consumed = edit.map(Edit::consumed).orElse(0);
    byte[] replacement = new byte[edit.map(found -> found.replacement().remaining()).orElse(0)];
    edit.ifPresent(found -> found.replacement().get(replacement));
    byte[] offered = new byte[replacement.length + to - from - consumed];
    System.arraycopy(replacement, 0, offered, 0, replacement.length);
    System.arraycopy(data, from + consumed, offered, replacement.length, to - from - consumed);
    long taken = offered.length == 0 ? 0 : taker.take(offered.length);
    client.write(offered, 0, (int) Math.max(0, taken));
    meanwhile.run();
    long reported = conversation.sent(taken);
    assertThat(reported).isBetween(-1L, (long) (to - from));
    if (reported < 0) {
      assertThat(taken).isPositive();
    }
    return new Step(consumed, taken, reported);
  }

  /** All that the client has received. */
  String client() {
    return text(client.toByteArray());
  }

  int clientSize() {
    return client.size();
  }

  Progress progress() {
    return conversation.progress();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
