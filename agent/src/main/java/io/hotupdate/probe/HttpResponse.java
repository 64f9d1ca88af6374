package io.hotupdate.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the response to a GET, RFC 9112, and throws its body away. Believes nothing that it reads:
 * lines, heads and bodies end where they are longer than anybody needs.
 */
final class HttpResponse {
  /** The longest head, in bytes. */
  static final int LONGEST_HEAD = 64 * 1024;

  /** How much of a body is read, in bytes; whoever sends more is cut off. */
  static final long LONGEST_BODY = 16L * 1024 * 1024;

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)( .*)?");
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int HEXADECIMAL = 16;
  private static final int SHOWN = 40;

  private final InputStream in;
  private int headLeft = LONGEST_HEAD;
  private long bodyLeft = LONGEST_BODY;

  private HttpResponse(InputStream in) {
    this.in = in;
  }

  /**
   * Reads a response to its end.
   *
   * @param in the connection, buffered
   * @return the status, 101 or 200 to 999
   * @throws ProtocolException if this is no response
   * @throws EOFException if the connection ends before the response does
   */
  static int read(InputStream in) throws IOException {
    return new HttpResponse(in).read();
  }

  private int read() throws IOException {
    int status;
    Map<String, String> fields;
    do {
      status = status(line());
      fields = fields();
    } while (status < 200 && status != SWITCHING_PROTOCOLS);
    if (status != SWITCHING_PROTOCOLS && status != NO_CONTENT && status != NOT_MODIFIED) {
      body(fields);
    }
    return status;
  }

  private static int status(String line) throws ProtocolException {
    Matcher matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new ProtocolException("not HTTP: '" + printable(line) + "'");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private Map<String, String> fields() throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] field = line.split(":", 2);
      if (field.length == 2) {
        fields.put(field[0].toLowerCase(Locale.ROOT), field[1].trim());
      }
    }
    return fields;
  }

  private void body(Map<String, String> fields) throws IOException {
    String coding = fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
    if (coding.endsWith("chunked")) {
      chunks();
    } else if (fields.containsKey("content-length")) {
      skip(number(fields.get("content-length"), 10));
    } else {
      skipToTheEnd();
    }
  }

  private void chunks() throws IOException {
    long size;
    do {
      headLeft = LONGEST_HEAD;
      size = number(line().split(";", 2)[0].trim(), HEXADECIMAL);
      skip(size);
      if (size > 0 && bodyLeft > 0 && !line().isEmpty()) {
        throw new ProtocolException("a chunk is longer than it says");
      }
    } while (size > 0 && bodyLeft > 0);
    if (size == 0) {
      fields();
    }
  }

  private static long number(String text, int radix) throws ProtocolException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new ProtocolException("'" + printable(text) + "' is no length");
  }

  private void skip(long length) throws IOException {
    long left = Math.min(length, bodyLeft);
    bodyLeft -= left;
    byte[] buffer = new byte[8192];
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("the connection was closed within the body");
      }
      left -= count;
    }
  }

  private void skipToTheEnd() throws IOException {
    byte[] buffer = new byte[8192];
    int count = 0;
    while (count >= 0 && bodyLeft > 0) {
      count = in.read(buffer);
      bodyLeft -= Math.max(0, count);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException(
            headLeft == LONGEST_HEAD
                ? "the connection was closed without an answer"
                : "the connection was closed within the answer");
      }
      headLeft--;
      if (headLeft == 0) {
        throw new ProtocolException("a head of more than " + LONGEST_HEAD + " bytes");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private static String printable(String text) {
    String begin = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    byte[] ascii = begin.replaceAll("[^ -~]", "?").getBytes(StandardCharsets.US_ASCII);
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
