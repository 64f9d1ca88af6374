package io.hotupdate.testapps.common.http;

import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on {@link ServerSocket}: one accepting thread per listener, one per connection. */
public final class BlockingServer {

  private static final int BACKLOG = 1024;

  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Routes routes;

  private BlockingServer(Routes routes) {
    this.routes = routes;
  }

  /**
   * Binds every address of the command line, then begins to accept on all of them; on the first
   * with TLS if {@link Tls#chosen}.
   */
  public static void start(String[] args, Routes routes) throws IOException {
    Optional<Tls> tls = Tls.chosen();
    List<ServerSocket> listeners = new ArrayList<>();
    for (InetSocketAddress address : ListenAddress.parseAll(args)) {
      ServerSocket listener =
          tls.isPresent() && listeners.isEmpty()
              ? tls.get().context().getServerSocketFactory().createServerSocket()
              : new ServerSocket();
      listener.bind(address, BACKLOG);
      listeners.add(listener);
    }
    BlockingServer server = new BlockingServer(routes);
    for (ServerSocket listener : listeners) {
      new Thread(() -> server.accept(listener), "accept " + listener.getLocalPort()).start();
    }
  }

  private void accept(ServerSocket listener) {
    try (listener) {
      while (true) {
        Socket socket = listener.accept();
        workers.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      System.err.println("no longer accepting on " + listener + ": " + e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      HttpConnection connection =
          new HttpConnection(socket.getInputStream(), socket.getOutputStream(), routes);
      while (connection.serveNext()) {
        // Each turn answers one request.
      }
    } catch (IOException e) {
      System.err.println("connection " + socket + " ended early: " + e);
    }
  }
}
