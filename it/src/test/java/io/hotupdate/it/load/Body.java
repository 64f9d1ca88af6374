package io.hotupdate.it.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a response as it arrives, without its framing (RFC 9112, 6). */
public final class Body {
  private enum Framing {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private static final int LONGEST_TEXT = 65_536;

  private final Connection connection;
  private final Framing framing;
  private long left;
  private boolean insideChunks;
  private boolean ended;

  private Body(Connection connection, Framing framing, long left) {
    this.connection = connection;
    this.framing = framing;
    this.left = left;
  }

  static Body of(Head head, Connection connection) {
    if (head.has("transfer-encoding", "chunked")) {
      return new Body(connection, Framing.CHUNKED, 0);
    }
    return head.header("content-length")
        .map(length -> new Body(connection, Framing.LENGTH, Long.parseLong(length)))
        .orElseGet(() -> new Body(connection, Framing.UNTIL_CLOSE, Long.MAX_VALUE));
  }

  /**
   * Reads what is there, but at least one byte.
   *
   * @return the number of bytes, or -1 at the end of the body
   */
  public int read(byte[] buffer, int offset, int length) throws Failure {
    if (framing == Framing.CHUNKED && left == 0 && !ended) {
      nextChunk();
    }
    if (ended || left == 0) {
      return -1;
    }
    int n = connection.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      if (framing == Framing.UNTIL_CLOSE) {
        ended = true;
        return -1;
      }
      throw connection.failure(Outcome.TRUNCATED, "closed with " + left + " bytes still to come");
    }
    left -= n;
    return n;
  }

  /** Fills the buffer. */
  public void readFully(byte[] buffer) throws Failure {
    int filled = 0;
    while (filled < buffer.length) {
      int n = read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        throw wrong("the body ended after " + filled + " of " + buffer.length + " bytes");
      }
      filled += n;
    }
  }

  /** Reads the rest, of at most 64 KiB. */
  public String text() throws Failure {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    int n;
    while ((n = read(buffer, 0, buffer.length)) >= 0) {
      text.write(buffer, 0, n);
      if (text.size() > LONGEST_TEXT) {
        throw wrong("a text of more than " + LONGEST_TEXT + " bytes");
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Reads the end of the body, which must come next. */
  public void expectEnd() throws Failure {
    if (read(new byte[1], 0, 1) >= 0) {
      throw wrong("bytes after the expected end of the body");
    }
  }

  Failure wrong(String what) {
    return connection.failure(Outcome.WRONG_BODY, what);
  }

  private void nextChunk() throws Failure {
    if (insideChunks && !connection.readLine().isEmpty()) {
      throw wrong("no line end after a chunk");
    }
    insideChunks = true;
    String line = connection.readLine();
    try {
      left = Long.parseLong(line.split(";", 2)[0].strip(), 16);
    } catch (NumberFormatException e) {
      throw wrong("no chunk size: '" + line + "'");
    }
    if (left == 0) {
      ended = true;
      while (!connection.readLine().isEmpty()) {}
    }
  }
}
