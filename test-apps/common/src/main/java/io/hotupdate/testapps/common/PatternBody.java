package io.hotupdate.testapps.common;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A response body whose byte at position i is i modulo 251, so that a reader can tell a lost or
 * doubled piece: 251 is prime and divides no buffer size.
 *
 * @param bytes the length of the body
 * @param duration the time over which its pieces are spread; the last is sent at its end
 */
record PatternBody(long bytes, Duration duration) {

  private static final int MODULUS = 251;
  private static final int MAX_PIECE_BYTES = 64 * 1024;
  private static final int PIECES_PER_SECOND = 20;

  /** Holds a whole piece from whichever remainder the piece starts with. */
  private static final byte[] PATTERN = pattern(MAX_PIECE_BYTES + MODULUS);

  void writeTo(OutputStream out) throws IOException {
    out.flush();
    long start = System.nanoTime();
    int pieceBytes = pieceBytes();
    long sent = 0;
    while (sent < bytes) {
      int length = (int) Math.min(pieceBytes, bytes - sent);
      long due = Math.round((double) (sent + length) / bytes * duration.toNanos());
      Pause.of(Duration.ofNanos(due - (System.nanoTime() - start)));
      out.write(PATTERN, (int) (sent % MODULUS), length);
      out.flush();
      sent += length;
    }
  }

  private int pieceBytes() {
    double pieces = Math.max(1, PIECES_PER_SECOND * duration.toNanos() / 1e9);
    return (int) Math.min(MAX_PIECE_BYTES, Math.max(1, Math.ceil(bytes / pieces)));
  }

  private static byte[] pattern(int length) {
    byte[] pattern = new byte[length];
    for (int i = 0; i < length; i++) {
      pattern[i] = (byte) (i % MODULUS);
    }
    return pattern;
  }
}
