package io.hotupdate.http1;

import java.nio.ByteBuffer;

/** What can be told of responses of which neither the request nor the head was seen. */
final class Sleep {
  // The last five bytes of a chunked body without trailers.
  private static final long LAST_CHUNK = 0x30_0d_0a_0d_0aL;
  private static final int LAST_CHUNK_SIZE = 5;
  private static final long MASK = (1L << (8 * LAST_CHUNK_SIZE)) - 1;

  private boolean written;
  private boolean underWay;
  private long last;

  Sleep() {}

  Sleep(Sleep from) {
    written = from.written;
    underWay = from.underWay;
    last = from.last;
  }

  /** What was written so far is in the middle of a response. */
  void isUnderWay() {
    written = true;
    underWay = true;
  }

  /** Bytes were sent that nobody has shown. */
  void passed() {
    underWay |= !written;
    written = true;
    last = 0;
  }

  void read(ByteBuffer bytes, int from, int to) {
    underWay |= !written && !StatusLine.begins(bytes, from, to);
    written = true;
    for (int at = Math.max(from, to - LAST_CHUNK_SIZE); at < to; at++) {
      last = (last << 8 | bytes.get(at) & 0xff) & MASK;
    }
  }

  /** OPEN if a response was under way at first, NONE if it has ended since, else UNKNOWN. */
  Progress progress() {
    if (!underWay) {
      return Progress.UNKNOWN;
    }
    return last == LAST_CHUNK ? Progress.NONE : Progress.OPEN;
  }
}
