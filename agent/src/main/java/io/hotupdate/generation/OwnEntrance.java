package io.hotupdate.generation;

import io.hotupdate.listener.Listeners;
import io.hotupdate.probe.Entrance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalInt;

/** Through the stand-ins of closed gates. */
final class OwnEntrance implements Entrance {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Listeners listeners;

  OwnEntrance(Listeners listeners) {
    this.listeners = listeners;
  }

  @Override
  public Optional<Socket> open(int port, int millis) throws IOException {
    // Told to use no proxy: else it would ask the application's ProxySelector for one.
    Socket socket = new Socket(Proxy.NO_PROXY);
    try {
      if (connect(socket, port, millis)) {
        return Optional.of(socket);
      }
    } catch (IOException e) {
      closeAfter(e, socket);
      throw e;
    }
    socket.close();
    return Optional.empty();
  }

  private boolean connect(Socket socket, int port, int millis) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
    // Before it connects, so that the listeners find it by its port.
    socket.bind(new InetSocketAddress(loopback, 0));
    OptionalInt standIn = listeners.admit(port, socket.getLocalPort());
    if (standIn.isPresent()) {
      socket.connect(new InetSocketAddress(loopback, standIn.getAsInt()), millis);
    }
    return standIn.isPresent();
  }

  private static void closeAfter(IOException failure, Socket socket) {
    try {
      socket.close();
    } catch (IOException second) {
      failure.addSuppressed(second);
    }
  }
}
