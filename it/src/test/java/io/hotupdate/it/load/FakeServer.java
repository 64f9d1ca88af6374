package io.hotupdate.it.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each of its connections what a test wants. One connection at a time. */
final class FakeServer implements AutoCloseable {

  /** What to do with a connection; it is closed afterwards. */
  interface Behaviour {
    void on(Socket connection) throws IOException;
  }

  static final String HEAD = "HTTP/1.1 200 OK\r\nX-Pid: 7\r\nX-Version: 3\r\n";

  private final ServerSocket listener;
  private final AtomicInteger connections = new AtomicInteger();

  FakeServer(Behaviour behaviour) {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(() -> serve(behaviour), "fake server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Answers the first request of each connection with these bytes. */
  static FakeServer answering(String response) {
    return new FakeServer(
        connection -> {
          readHead(connection);
          write(connection, response);
        });
  }

  /** Where it listens, with a timeout short enough for a test. */
  Target target() {
    return new Target(Target.local(listener.getLocalPort()).address(), Duration.ofSeconds(1));
  }

  int connections() {
    return connections.get();
  }

  private void serve(Behaviour behaviour) {
    while (!listener.isClosed()) {
      try (Socket connection = listener.accept()) {
        connections.incrementAndGet();
        behaviour.on(connection);
      } catch (IOException e) {
        // The client has gone, or the test is over.
      }
    }
  }

  /** Reads until the empty line that ends the head of a request. */
  static void readHead(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    int lineLength = -1;
    int b;
    do {
      b = in.read();
      if (b < 0) {
        throw new IOException("the client has gone");
      }
      if (b == '\n' && lineLength == 0) {
        return;
      }
      lineLength = b == '\n' ? 0 : b == '\r' ? lineLength : lineLength + 1;
    } while (true);
  }

  static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(Connection.bytes(text));
  }

  /** Makes the close of the connection a reset, see SO_LINGER in socket(7). */
  static void resetAtClose(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
