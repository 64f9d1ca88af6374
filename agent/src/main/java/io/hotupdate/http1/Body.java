package io.hotupdate.http1;

import java.nio.ByteBuffer;

/** Finds the end of a body. */
final class Body {
  private enum Kind {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE,
    /** Bytes have been missed, so that its end cannot be found. */
    LOST
  }

  private final Kind kind;
  private final Chunks chunks;
  private long left;

  private Body(Kind kind, long left, Chunks chunks) {
    this.kind = kind;
    this.left = left;
    this.chunks = chunks;
  }

  static Body ofLength(long length) {
    return new Body(Kind.LENGTH, length, new Chunks());
  }

  static Body chunked() {
    return new Body(Kind.CHUNKED, 0, new Chunks());
  }

  static Body untilClose() {
    return new Body(Kind.UNTIL_CLOSE, 0, new Chunks());
  }

  static Body lost() {
    return new Body(Kind.LOST, 0, new Chunks());
  }

  Body copy() {
    return new Body(kind, left, new Chunks(chunks));
  }

  boolean isComplete() {
    return kind == Kind.LENGTH && left == 0 || kind == Kind.CHUNKED && chunks.isComplete();
  }

  /** Where it ends is not known, though its head has told. */
  boolean isLost() {
    return kind == Kind.LOST;
  }

  /** It is said to be chunked and is not so. */
  boolean isBroken() {
    return chunks.isBroken();
  }

  /**
   * @return where the body ends within these bytes; {@code to} if it does not, or just there
   */
  int skip(ByteBuffer bytes, int from, int to) {
    return switch (kind) {
      case LENGTH -> {
        int skipped = (int) Math.min(left, to - from);
        left -= skipped;
        yield from + skipped;
      }
      case CHUNKED -> chunks.skip(bytes, from, to);
      case UNTIL_CLOSE, LOST -> to;
    };
  }

  /**
   * Bytes of it that are not to be seen.
   *
   * @return whether they fit in
   */
  boolean pass(long count) {
    return switch (kind) {
      case LENGTH -> {
        boolean fits = count <= left;
        left -= fits ? count : 0;
        yield fits;
      }
      case CHUNKED -> chunks.pass(count);
      case UNTIL_CLOSE, LOST -> true;
    };
  }
}
