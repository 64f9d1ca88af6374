package io.hotupdate.testapps.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Request line and header fields (RFC 9112, sections 3 and 5).
 *
 * @param headers values by lower-case name; repeated fields are joined by a comma
 */
record RequestHead(String method, String target, String protocol, Map<String, String> headers) {

  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_FIELDS = 200;

  /**
   * Reads the next head.
   *
   * @return empty when the client has closed the connection instead
   * @throws ProtocolException when it is not HTTP
   */
  static Optional<RequestHead> read(InputStream in) throws IOException {
    String line = readFirstLine(in);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[1].startsWith("/") || !parts[2].startsWith("HTTP/1.")) {
      throw new ProtocolException("not an HTTP/1 request line: " + line);
    }
    return Optional.of(new RequestHead(parts[0], parts[1], parts[2], readHeaders(in)));
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isHttp10() {
    return protocol.equals("HTTP/1.0");
  }

  boolean isChunked() {
    return header("transfer-encoding").toLowerCase(Locale.ROOT).endsWith("chunked");
  }

  boolean expectsContinue() {
    return header("expect").equalsIgnoreCase("100-continue");
  }

  boolean wantsKeepAlive() {
    String connection = header("connection").toLowerCase(Locale.ROOT);
    return isHttp10() ? connection.contains("keep-alive") : !connection.contains("close");
  }

  long contentLength() throws ProtocolException {
    return parseLength(headers.getOrDefault("content-length", "0"), 10);
  }

  /** Reads a length of 0 or more in the given radix. */
  static long parseLength(String text, int radix) throws ProtocolException {
    try {
      long length = Long.parseLong(text, radix);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Refused below, as a negative length is.
    }
    throw new ProtocolException("not a length: " + text);
  }

  /** Reads up to the end of the line and returns it without its end. */
  static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the client closed the connection in the middle of a request");
      }
      if (line.size() == MAX_LINE_BYTES) {
        throw new ProtocolException("a line longer than " + MAX_LINE_BYTES + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** The request line, or the empty text when the client has closed the connection. */
  private static String readFirstLine(InputStream in) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return "";
    }
    in.reset();
    String line = readLine(in);
    // An empty line before the request line is to be ignored: RFC 9112, section 2.2.
    return line.isEmpty() ? readLine(in) : line;
  }

  private static Map<String, String> readHeaders(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    int fields = 0;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      if (colon < 1 || ++fields > MAX_FIELDS) {
        throw new ProtocolException("bad header field, or too many: " + line);
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    return headers;
  }
}
