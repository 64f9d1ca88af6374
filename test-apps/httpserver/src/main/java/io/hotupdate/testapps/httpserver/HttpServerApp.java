package io.hotupdate.testapps.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The routes on the JDK's own HTTP server, one server per listener. */
public final class HttpServerApp {

  private static final int BACKLOG = 1024;

  private HttpServerApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException {
    Identity identity = Identity.current();
    Routes routes = new Routes(identity);
    // Documented in the jdk.httpserver module; without them a response may wait 40 ms for the
    // client's delayed acknowledgement, and idle connections are closed after 30 s or beyond 200.
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("sun.net.httpserver.idleInterval", "300");
    setDefault("sun.net.httpserver.maxIdleConnections", "10000");

    ExecutorService workers = Executors.newCachedThreadPool();
    List<HttpServer> servers = new ArrayList<>();
    for (InetSocketAddress address : ListenAddress.parseAll(args)) {
      HttpServer server = HttpServer.create(address, BACKLOG);
      server.createContext("/", exchange -> handle(routes, exchange));
      server.setExecutor(workers);
      servers.add(server);
    }
    servers.forEach(HttpServer::start);
    identity.announce();
  }

  private static void handle(Routes routes, HttpExchange exchange) throws IOException {
    routes.handle(new JdkExchange(exchange));
  }

  private static void setDefault(String property, String value) {
    System.setProperty(property, System.getProperty(property, value));
  }
}
