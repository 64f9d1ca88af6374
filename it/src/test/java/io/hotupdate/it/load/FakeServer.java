package io.hotupdate.it.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import javax.net.ServerSocketFactory;

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
    this(ServerSocketFactory.getDefault(), behaviour);
  }

  /**
   * @param factory makes the listener, of TLS if it is one for that
   */
  FakeServer(ServerSocketFactory factory, Behaviour behaviour) {
    try {
      listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
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
    String unused = head(connection);
  }

  /** Reads until the empty line that ends the head of a request, and returns all of it. */
  static String head(Socket connection) throws IOException {
    InputStream in = connection.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the client has gone");
      }
      head.append((char) b);
    }
    return head.toString();
  }

  /** Reads a request with a body, and returns the answer that is due, with these header lines. */
  static String answerToPost(Socket connection, String headerLines) throws IOException {
    String head = head(connection);
    int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    CRC32 crc = new CRC32();
    crc.update(connection.getInputStream().readNBytes(length));
    String body =
        String.format(Locale.ROOT, "bytes=%d crc32=%08x pid=7 version=3\n", length, crc.getValue());
    return HEAD + headerLines + "Content-Length: " + body.length() + "\r\n\r\n" + body;
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
