import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.HttpConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts, reads and writes in virtual threads. */
public final class VirtualThreads {
  private VirtualThreads() {}

  public static void main(String[] args) throws Exception {
    Identity identity = Identity.current();
    Routes routes = new Routes(identity);
    ServerSocket listener = new ServerSocket();
    listener.bind(ListenAddress.parse(args[0]), 1024);
    Thread acceptor = Thread.ofVirtual().start(() -> accept(listener, routes));
    identity.announce();
    acceptor.join();
  }

  private static void accept(ServerSocket listener, Routes routes) {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket, routes));
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private static void serve(Socket socket, Routes routes) {
    try (socket) {
      HttpConnection connection =
          new HttpConnection(socket.getInputStream(), socket.getOutputStream(), routes);
      while (connection.serveNext()) {
        // Each turn answers one request.
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }
}
