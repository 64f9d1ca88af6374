import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import io.hotupdate.testapps.common.http.HttpConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Has a second listener on a port that the kernel chooses; version 3 has none. */
public final class PortZero {
  private PortZero() {}

  public static void main(String[] args) throws Exception {
    Identity identity = Identity.current();
    Routes routes = new Routes(identity);
    if (!identity.version().equals("3")) {
      ServerSocket any = new ServerSocket();
      any.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      routes.with("GET /port", e -> Routes.respondText(e, String.valueOf(any.getLocalPort())));
      new Thread(() -> accept(any, routes)).start();
    }
    BlockingServer.start(new String[] {args[0]}, routes);
    identity.announce();
  }

  private static void accept(ServerSocket listener, Routes routes) {
    try {
      while (true) {
        try (Socket socket = listener.accept()) {
          new HttpConnection(socket.getInputStream(), socket.getOutputStream(), routes).serveNext();
        }
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
  }
}
