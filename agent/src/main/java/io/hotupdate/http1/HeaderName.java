package io.hotupdate.http1;

import java.util.Arrays;

/** The name of a header line, as far as it is there; the beginning only of one that is longer. */
final class HeaderName {
  static final String CONNECTION = "connection";
  static final String KEEP_ALIVE = "keep-alive";
  static final String CONTENT_LENGTH = "content-length";
  static final String EXPECT = "expect";
  static final String TRANSFER_ENCODING = "transfer-encoding";

  private final byte[] bytes;
  private int length;

  HeaderName() {
    bytes = new byte[TRANSFER_ENCODING.length()];
  }

  HeaderName(HeaderName from) {
    bytes = from.bytes.clone();
    length = from.length;
  }

  void clear() {
    length = 0;
  }

  void add(byte b) {
    if (length < bytes.length) {
      bytes[length] = b;
    }
    // One that is longer than all of ours stays so, however long it is.
    length = Math.min(length + 1, bytes.length + 1);
  }

  /** In any case: RFC 9110 section 5.1. */
  boolean is(String name) {
    return length == name.length() && begins(name);
  }

  /** It is one of the lines that say whether the connection stays. */
  boolean isOfConnection() {
    return is(CONNECTION) || is(KEEP_ALIVE);
  }

  /** It is one of those lines, or may become one. */
  boolean mayBeOfConnection() {
    return length > 0 && (begins(CONNECTION) || begins(KEEP_ALIVE));
  }

  private boolean begins(String name) {
    if (length > name.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** As it was written; only for one that {@link #mayBeOfConnection}. */
  byte[] written() {
    return Arrays.copyOf(bytes, length);
  }
}
