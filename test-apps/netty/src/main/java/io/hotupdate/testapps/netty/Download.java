package io.hotupdate.testapps.netty;

import io.netty.buffer.Unpooled;
import java.time.Duration;

/**
 * Sends bytes, the one at position i being i modulo 251, in pieces spread over a time; the last
 * leaves at its end, or later if the client takes them slowly.
 */
final class Download implements Route {

  private static final int MODULUS = 251;
  private static final int MAX_PIECE_BYTES = 64 * 1024;
  private static final int PIECES_PER_SECOND = 20;
  private static final byte[] PATTERN = pattern(MAX_PIECE_BYTES + MODULUS);

  private final Response response;
  private final long bytes;
  private final Duration duration;
  private final boolean chunked;
  private final long start = System.nanoTime();
  private long sent;
  private boolean awaitsWritability;

  Download(Response response, long bytes, Duration duration, boolean chunked) {
    this.response = response;
    this.bytes = bytes;
    this.duration = duration;
    this.chunked = chunked;
  }

  @Override
  public void end() {
    response.read(false);
    if (chunked) {
      response.startChunked();
    } else {
      response.start(bytes);
    }
    goOn();
  }

  @Override
  public void writabilityChanged() {
    if (awaitsWritability && response.channel().isWritable()) {
      awaitsWritability = false;
      goOn();
    }
  }

  private void goOn() {
    while (sent < bytes && response.channel().isActive()) {
      int length = (int) Math.min(pieceBytes(), bytes - sent);
      long due = Math.round((double) (sent + length) / bytes * duration.toNanos());
      long early = due - (System.nanoTime() - start);
      if (early > 0) {
        response.after(Duration.ofNanos(early), this::goOn);
        return;
      }
      if (!response.channel().isWritable()) {
        awaitsWritability = true;
        return;
      }
      int from = (int) (sent % MODULUS);
      sent += length;
      response.write(Unpooled.wrappedBuffer(PATTERN, from, length));
    }
    response.end();
    response.read(true);
  }

  private long pieceBytes() {
    double pieces = Math.max(1, PIECES_PER_SECOND * duration.toNanos() / 1e9);
    return Math.min(MAX_PIECE_BYTES, Math.max(1, (long) Math.ceil(bytes / pieces)));
  }

  private static byte[] pattern(int length) {
    byte[] pattern = new byte[length];
    for (int i = 0; i < length; i++) {
      pattern[i] = (byte) (i % MODULUS);
    }
    return pattern;
  }
}
