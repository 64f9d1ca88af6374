package io.hotupdate.probe;

import io.hotupdate.settings.HttpTarget;
import java.nio.charset.StandardCharsets;

/** The bytes of a request, RFC 9112. */
final class HttpRequest {
  /** Tells such requests from those of clients, for the application's log and its figures. */
  static final String MARK = "X-Hotupdate";

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private HttpRequest() {}

  /**
   * A GET for one connection of its own.
   *
   * @param purpose the value of {@value #MARK}
   */
  static byte[] of(HttpTarget target, String purpose) {
    boolean usual = target.port() == (target.tls() ? HTTPS : HTTP);
    String head =
        ("GET " + target.path() + " HTTP/1.1\r\n")
            + ("Host: " + target.host() + (usual ? "" : ":" + target.port()) + "\r\n")
            + "User-Agent: hotupdate/0.1\r\n"
            + (MARK + ": " + purpose + "\r\n")
            + "Accept: */*\r\n"
            + "Connection: close\r\n"
            + "\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }
}
