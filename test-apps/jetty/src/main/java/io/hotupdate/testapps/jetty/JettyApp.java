package io.hotupdate.testapps.jetty;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** The routes on Jetty, one connector per listener. */
public final class JettyApp {

  private static final int MAX_THREADS = 1000;
  private static final int BACKLOG = 1024;
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

  private JettyApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws Exception {
    Identity identity = Identity.current();
    Server server = new Server(new QueuedThreadPool(MAX_THREADS));
    Optional<Tls> tls = Tls.chosen();
    for (InetSocketAddress address : ListenAddress.parseAll(args)) {
      ConnectionFactory[] protocols = tls.map(Protocols::encrypted).orElseGet(Protocols::clearText);
      server.addConnector(connector(server, address, protocols));
      tls = Optional.empty();
    }
    WebSocketUpgradeHandler webSockets =
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setIdleTimeout(IDLE_TIMEOUT);
              container.addMapping(
                  "/ws", (request, response, callback) -> new EchoSocket(identity));
            });
    webSockets.setHandler(new RoutesHandler(new Routes(identity)));
    server.setHandler(webSockets);
    server.setStopAtShutdown(true);
    server.start();
    identity.announce();
  }

  private static ServerConnector connector(
      Server server, InetSocketAddress address, ConnectionFactory... protocols) {
    ServerConnector connector = new ServerConnector(server, protocols);
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    return connector;
  }

  private static final class RoutesHandler extends Handler.Abstract {

    private final Routes routes;

    RoutesHandler(Routes routes) {
      this.routes = routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      routes.handle(new JettyExchange(request, response));
      callback.succeeded();
      return true;
    }
  }
}
