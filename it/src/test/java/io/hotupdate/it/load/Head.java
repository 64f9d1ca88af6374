package io.hotupdate.it.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The head of a response.
 *
 * @param protocol such as HTTP/1.1
 * @param status such as 200
 * @param headers by name in lower case; several of one name are joined by commas (RFC 9110, 5.3)
 */
record Head(String protocol, int status, Map<String, String> headers) {

  /**
   * Reads the lines of a head, without the empty one at its end.
   *
   * @throws IllegalArgumentException when this is no head of a response
   */
  static Head parse(List<String> lines) {
    String[] start = lines.get(0).split(" ", 3);
    if (start.length < 2 || !start[0].startsWith("HTTP/1.")) {
      throw new IllegalArgumentException("no status line: '" + lines.get(0) + "'");
    }
    Map<String, String> headers =
        lines.stream()
            .skip(1)
            .map(Head::nameAndValue)
            .collect(
                Collectors.toUnmodifiableMap(
                    header -> header[0], header -> header[1], (a, b) -> a + "," + b));
    return new Head(start[0], Integer.parseInt(start[1]), headers);
  }

  private static String[] nameAndValue(String line) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("no header: '" + line + "'");
    }
    return new String[] {
      line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip()
    };
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether a header that holds a list has this element, whatever its case. */
  boolean has(String name, String element) {
    return header(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(value -> value.strip().equalsIgnoreCase(element));
  }

  /** Whether the connection is of no use after this response (RFC 9112, 9.3). */
  boolean closes() {
    return has("connection", "close") || !protocol.equals("HTTP/1.1");
  }

  /**
   * Who answered.
   *
   * @throws IllegalArgumentException when the server did not say it
   */
  Answer answer() {
    if (!headers.containsKey("x-pid") || !headers.containsKey("x-version")) {
      throw new IllegalArgumentException("no X-Pid or no X-Version in " + headers);
    }
    return new Answer(Long.parseLong(headers.get("x-pid")), headers.get("x-version"));
  }
}
