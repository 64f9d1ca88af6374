package io.hotupdate.http1;

import java.nio.ByteBuffer;

/** Finds the end of a chunked body, extensions and trailers included; RFC 9112 section 7.1. */
final class Chunks {
  private static final int MOST_DIGITS = 15;

  private enum Phase {
    SIZE,
    EXTENSION,
    DATA,
    DATA_END,
    DATA_LINE_FEED,
    TRAILER_START,
    TRAILER,
    LAST_LINE_FEED,
    COMPLETE,
    BROKEN
  }

  private Phase phase = Phase.SIZE;
  private int digits;
  private long left;

  Chunks() {}

  Chunks(Chunks from) {
    phase = from.phase;
    digits = from.digits;
    left = from.left;
  }

  boolean isComplete() {
    return phase == Phase.COMPLETE;
  }

  boolean isBroken() {
    return phase == Phase.BROKEN;
  }

  int skip(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at < to && !isComplete() && !isBroken()) {
      if (phase == Phase.DATA) {
        int skipped = (int) Math.min(left, to - at);
        at += skipped;
        dataHasCome(skipped);
      } else {
        phase = next(bytes.get(at++));
      }
    }
    return isBroken() ? to : at;
  }

  boolean pass(long count) {
    boolean fits = phase == Phase.DATA && count <= left;
    if (fits) {
      dataHasCome(count);
    }
    return fits;
  }

  private void dataHasCome(long count) {
    left -= count;
    phase = left == 0 ? Phase.DATA_END : Phase.DATA;
  }

  // A line may end with a line feed alone: RFC 9112 section 2.2.
  private Phase next(byte b) {
    return switch (phase) {
      case SIZE -> ofSize(b);
      case EXTENSION -> b == '\n' ? afterSize() : Phase.EXTENSION;
      case DATA_END -> b == '\r' ? Phase.DATA_LINE_FEED : b == '\n' ? startOfSize() : Phase.BROKEN;
      case DATA_LINE_FEED -> b == '\n' ? startOfSize() : Phase.BROKEN;
      case TRAILER_START ->
          b == '\r' ? Phase.LAST_LINE_FEED : b == '\n' ? Phase.COMPLETE : Phase.TRAILER;
      case TRAILER -> b == '\n' ? Phase.TRAILER_START : Phase.TRAILER;
      case LAST_LINE_FEED -> b == '\n' ? Phase.COMPLETE : Phase.BROKEN;
      case DATA, COMPLETE, BROKEN -> phase;
    };
  }

  private Phase startOfSize() {
    digits = 0;
    left = 0;
    return Phase.SIZE;
  }

  private Phase ofSize(byte b) {
    int digit = Character.digit(b, 16);
    if (digit >= 0) {
      left = 16 * left + digit;
      return ++digits <= MOST_DIGITS ? Phase.SIZE : Phase.BROKEN;
    }
    if (digits == 0) {
      return Phase.BROKEN;
    }
    return switch (b) {
      case '\n' -> afterSize();
      case '\r', ';', ' ', '\t' -> Phase.EXTENSION;
      default -> Phase.BROKEN;
    };
  }

  private Phase afterSize() {
    return left == 0 ? Phase.TRAILER_START : Phase.DATA;
  }
}
