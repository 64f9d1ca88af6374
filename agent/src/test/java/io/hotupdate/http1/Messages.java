package io.hotupdate.http1;

/** What clients and servers say in the tests. */
final class Messages {
  static final String CLOSE = "Connection: close\r\n";
  static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: localhost\r\n\r\n";
  static final String HEAD = "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  static final String CONNECT = "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n";
  static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";
  private static final String CHUNKS = "3;a=b\r\nGET\r\n5\r\n / HT\r\n0\r\nX-T: 1\r\n\r\n";
  static final String POST_CHUNKED =
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS;

  private Messages() {}

  /** A response with a body of this length. */
  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** The same as the client is to see it. */
  static String closing(String response) {
    int end = response.indexOf('\n') + 1;
    return response.substring(0, end) + CLOSE + response.substring(end);
  }
}
