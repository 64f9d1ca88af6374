package io.hotupdate.http1;

import java.util.Arrays;

/**
 * The requests of a connection that have no complete response yet, by their number: the first
 * request that was ever seen on it is 0.
 */
final class Asked {
  /** More than this without a response is no conversation any more; the memory has an end too. */
  static final int MOST = 1 << 16;

  /** What must be known of a request to find the end of its response, RFC 9112 section 6.3. */
  enum Kind {
    /** Its response has no body. */
    HEAD,
    /** If its response is a 2xx, a tunnel follows. */
    CONNECT,
    OTHER
  }

  private static final Kind[] KINDS = Kind.values();

  private byte[] kinds = new byte[4];
  private long first;
  private int size;

  /** Notes one more; false if there is no room for it. */
  boolean add(Kind kind) {
    if (size == MOST) {
      return false;
    }
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * size);
    }
    kinds[size++] = (byte) kind.ordinal();
    return true;
  }

  /** How many were ever seen, which is the number of the next one. */
  long count() {
    return first + size;
  }

  Kind kind(long number) {
    return KINDS[kinds[(int) (number - first)]];
  }

  /** Those before this number will not be asked for again. */
  void forgetBefore(long number) {
    int gone = (int) Math.min(size, number - first);
    if (gone > 0) {
      System.arraycopy(kinds, gone, kinds, 0, size - gone);
      size -= gone;
      first += gone;
    }
  }
}
