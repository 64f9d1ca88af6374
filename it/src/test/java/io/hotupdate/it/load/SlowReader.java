package io.hotupdate.it.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A client that takes a large response only as fast as it is told to, with a small buffer, so that
 * what it has not taken stays with the server. Every byte is checked.
 */
public final class SlowReader implements AutoCloseable {
  private static final int BUFFER = 4096;
  private static final int PERIOD = 251;

  private final Socket socket;
  private final InputStream in;
  private final long bytes;
  private long position;

  private SlowReader(Socket socket, long bytes) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.bytes = bytes;
  }

  /** Asks for a response of so many bytes, after which the server closes, and reads its head. */
  public static SlowReader open(Target target, long bytes) throws IOException {
    Socket socket = new Socket();
    // Before it connects: the buffer decides how large a window is offered (tcp(7)).
    socket.setReceiveBufferSize(BUFFER);
    socket.connect(target.address(), target.timeoutMillis());
    socket.setSoTimeout(target.timeoutMillis());
    socket
        .getOutputStream()
        .write(RequestHead.of("GET", "/download?bytes=" + bytes, target, "Connection: close"));
    SlowReader reader = new SlowReader(socket, bytes);
    reader.skipHead();
    return reader;
  }

  private void skipHead() throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed in the head");
      }
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
    }
  }

  /** Takes some more of it. */
  public void readSome() throws IOException {
    byte[] piece = new byte[BUFFER];
    int n = in.read(piece);
    if (n < 0) {
      throw new IOException("closed after " + position + " of " + bytes + " bytes");
    }
    for (int i = 0; i < n; i++) {
      if (piece[i] != (byte) ((position + i) % PERIOD)) {
        throw new IOException("a wrong byte after " + (position + i));
      }
    }
    position += n;
  }

  /** Whether all of it has come. */
  public boolean isComplete() {
    return position == bytes;
  }

  /** The client's port. */
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
