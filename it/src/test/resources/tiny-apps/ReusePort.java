import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.HttpConnection;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Three listeners on one port, and a thread for each that accepts. */
public final class ReusePort {
  private ReusePort() {}

  public static void main(String[] args) throws Exception {
    Identity identity = Identity.current();
    Routes routes = new Routes(identity);
    List<ServerSocketChannel> listeners = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      listener.bind(ListenAddress.parse(args[0]), 1024);
      listeners.add(listener);
    }
    for (ServerSocketChannel listener : listeners) {
      new Thread(() -> accept(listener, routes)).start();
    }
    identity.announce();
  }

  private static void accept(ServerSocketChannel listener, Routes routes) {
    try {
      while (true) {
        Socket socket = listener.accept().socket();
        new Thread(() -> serve(socket, routes)).start();
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
