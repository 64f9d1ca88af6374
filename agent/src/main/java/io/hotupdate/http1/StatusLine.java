package io.hotupdate.http1;

import java.nio.ByteBuffer;

/** Reads the first line of a response of HTTP/1.0 or 1.1, byte by byte; RFC 9112 section 4. */
final class StatusLine {
  // 'x' stands for 0 or 1, 'd' for a digit.
  private static final String START = "HTTP/1.x ddd";

  private int size;
  private int code;
  private boolean complete;
  private boolean invalid;

  StatusLine() {}

  StatusLine(StatusLine from) {
    size = from.size;
    code = from.code;
    complete = from.complete;
    invalid = from.invalid;
  }

  /** Whether these bytes begin with all of a version and a status. */
  static boolean begins(ByteBuffer bytes, int from, int to) {
    if (to - from < START.length()) {
      return false;
    }
    StatusLine line = new StatusLine();
    for (int i = from; i < from + START.length(); i++) {
      line.add(bytes.get(i));
    }
    return !line.invalid;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isBegun() {
    return size > 0 && !invalid && !complete;
  }

  boolean isComplete() {
    return complete;
  }

  boolean isInvalid() {
    return invalid;
  }

  /** From here on it is nothing else than the first line of a response. */
  boolean isCertain() {
    return size > START.length() && !invalid;
  }

  /** The status, 0 to 999. */
  int code() {
    return code;
  }

  void add(byte b) {
    int index = size++;
    if (index < START.length()) {
      invalid |= !isValid(b, START.charAt(index));
      code = START.charAt(index) == 'd' ? 10 * code + (b - '0') : code;
    } else {
      complete = b == '\n';
      // The reason may be missing, and with it the space: servers do that, clients bear it.
      invalid |= index == START.length() && b != ' ' && b != '\r' && b != '\n';
      invalid |= size > HeaderSection.LARGEST_HEAD;
    }
  }

  private static boolean isValid(byte b, char wanted) {
    return switch (wanted) {
      case 'x' -> b == '0' || b == '1';
      case 'd' -> b >= '0' && b <= '9';
      default -> b == wanted;
    };
  }
}
