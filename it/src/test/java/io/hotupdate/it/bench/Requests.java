package io.hotupdate.it.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One keep-alive connection that costs the client as little as possible. */
final class Requests implements AutoCloseable {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int END_OF_HEAD = 4;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[8192];

  Requests(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Sends a request and reads the response. */
  void request() throws IOException {
    out.write(REQUEST);
    int filled = 0;
    int total = Integer.MAX_VALUE;
    while (filled < total) {
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        throw new IOException("closed after " + filled + " bytes");
      }
      filled += count;
      int endOfHead = endOfHead(filled);
      if (total == Integer.MAX_VALUE && endOfHead > 0) {
        total = endOfHead + bodyLength(new String(buffer, 0, endOfHead, StandardCharsets.US_ASCII));
      }
    }
  }

  private int endOfHead(int filled) {
    for (int i = 0; i <= filled - END_OF_HEAD; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + END_OF_HEAD;
      }
    }
    return 0;
  }

  private static int bodyLength(String head) throws IOException {
    if (!head.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("unexpected response: " + head);
    }
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring("content-length:".length()).trim());
      }
    }
    throw new IOException("no Content-Length: " + head);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
