package io.hotupdate.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A server of which the test says what it does with each connection, and the way to it. */
final class ScriptedServer implements Entrance, AutoCloseable {
  private final ServerSocket listener;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean clientsAreServed;

  /** What is done with a connection whose request has been read. */
  interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private ScriptedServer(ServerSocket listener, Script script) {
    this.listener = listener;
    daemon(
        () -> {
          while (true) {
            Socket socket = listener.accept();
            daemon(() -> serve(socket, script));
          }
        });
  }

  static ScriptedServer of(Script script) throws IOException {
    return over(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
  }

  static ScriptedServer over(ServerSocket listener, Script script) {
    return new ScriptedServer(listener, script);
  }

  /** Always sends this, and closes. */
  static ScriptedServer sending(String response) throws IOException {
    return of(out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private interface Body {
    void run() throws Exception;
  }

  private static void daemon(Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (Exception endOfTheTest) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket socket, Script script) throws IOException, InterruptedException {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int b = in.read();
        if (b < 0) {
          return;
        }
        head.append((char) b);
      }
      requests.add(head.toString());
      script.answer(socket.getOutputStream());
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The heads of the requests up to now. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** From now on there is no way but that of clients. */
  void openGates() {
    clientsAreServed = true;
  }

  @Override
  public Optional<Socket> open(int port, int millis) throws IOException {
    if (clientsAreServed) {
      return Optional.empty();
    }
    if (port != port()) {
      throw new IOException("no listener on port " + port + "; there is none");
    }
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
    return Optional.of(socket);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
