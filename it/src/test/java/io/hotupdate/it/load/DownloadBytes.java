package io.hotupdate.it.load;

import java.util.Arrays;

/** What a download consists of: the byte at position i is i modulo 251. */
final class DownloadBytes {
  private static final int PERIOD = 251;
  private static final int BUFFER = 65_536;
  private static final byte[] PATTERN = pattern();

  private DownloadBytes() {}

  /** Reads a body to its end; it must have so many bytes, and the right ones. */
  static void check(Body body, long bytes) throws Failure {
    byte[] buffer = new byte[BUFFER];
    long position = 0;
    int n;
    while ((n = body.read(buffer, 0, buffer.length)) >= 0) {
      int from = (int) (position % PERIOD);
      if (!Arrays.equals(buffer, 0, n, PATTERN, from, from + n)) {
        throw body.wrong("a wrong byte after " + position);
      }
      position += n;
    }
    if (position != bytes) {
      throw body.wrong(position + " bytes instead of " + bytes);
    }
  }

  /** Whether these are the first bytes, all of them. */
  static boolean isStart(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != (byte) (i % PERIOD)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] pattern() {
    byte[] pattern = new byte[BUFFER + PERIOD];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % PERIOD);
    }
    return pattern;
  }
}
