package io.hotupdate.it.load;

/** Writes heads of requests. */
final class RequestHead {
  private RequestHead() {}

  static byte[] of(String method, String pathAndQuery, Target target, String... headers) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(pathAndQuery).append(" HTTP/1.1\r\n");
    head.append("Host: localhost:").append(target.address().getPort()).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return Connection.bytes(head.append("\r\n").toString());
  }
}
