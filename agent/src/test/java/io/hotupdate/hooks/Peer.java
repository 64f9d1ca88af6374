package io.hotupdate.hooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** A client that compares nothing and waits for nobody. */
final class Peer implements AutoCloseable {
  /** So small that what is sent does not fit, in bytes. */
  static final int SMALL = 4096;

  final Socket socket = new Socket();

  Peer(SocketAddress server, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(server);
  }

  static SocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  void sends(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads from now on, to the end of the connection. */
  CompletableFuture<byte[]> reads() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return socket.getInputStream().readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "peer").start());
  }

  /** Has the server see a reset: its next write but one fails. */
  void resets() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
