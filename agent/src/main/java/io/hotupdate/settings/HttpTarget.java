package io.hotupdate.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of this very server by HTTP.
 *
 * @param tls whether by TLS; the certificate is not checked, because the one who answers is known
 * @param host what the server is told it was asked as, in {@code Host} and in TLS
 * @param port the port of one of its listeners, 1 to 65535
 * @param path path and query, begins with {@code /}
 */
public record HttpTarget(boolean tls, String host, int port, String path) {
  /** What is allowed, in words. */
  public static final String ALLOWED =
      "http://[HOST]:PORT/PATH or https://[HOST]:PORT/PATH, such as http://:8080/health";

  // RFC 3986 names more; what is left out must be written as %XX there too.
  private static final Pattern URL =
      Pattern.compile(
          "(http|https)://([A-Za-z0-9._~-]*|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?(/\\S*)?");

  private static final String NO_HOST = "localhost";

  /** Reads a URL; empty if the text is none or names something else. */
  public static Optional<HttpTarget> parse(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || !isPrintable(url)) {
      return Optional.empty();
    }
    boolean tls = parts.group(1).equals("https");
    int usual = tls ? 443 : 80;
    int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
    if (port < 1 || port > 65535) {
      return Optional.empty();
    }
    String host = parts.group(2).isEmpty() ? NO_HOST : parts.group(2);
    return Optional.of(
        new HttpTarget(tls, host, port, parts.group(4) == null ? "/" : parts.group(4)));
  }

  /** The same place, another path. */
  HttpTarget withPath(String other) {
    return new HttpTarget(tls, host, port, other);
  }

  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#');
  }

  /** As a URL. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + host + ":" + port + path;
  }
}
