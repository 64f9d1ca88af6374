package io.hotupdate.testapps.undertow;

import io.hotupdate.testapps.common.Http2;
import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.Tls;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.xnio.IoUtils;

/** The routes on Undertow, one listener per address. */
public final class UndertowApp {

  private static final int WORKER_THREADS = 1000;
  private static final long UNLIMITED = -1;
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

  /** How long the end of the process waits for requests that are still being answered. */
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  private UndertowApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException {
    Identity identity = Identity.current();
    Routes routes = new Routes(identity);
    // Without the outer handler nobody would answer "Expect: 100-continue".
    HttpHandler handler =
        new HttpContinueReadHandler(
            Handlers.path(new BlockingHandler(exchange -> handle(routes, exchange)))
                .addExactPath("/ws", EchoSocket.handler(identity)));
    int idleMillis = (int) IDLE_TIMEOUT.toMillis();
    Undertow.Builder builder =
        Undertow.builder()
            .setWorkerThreads(WORKER_THREADS)
            .setServerOption(UndertowOptions.IDLE_TIMEOUT, idleMillis)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, idleMillis)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, UNLIMITED)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, Http2.chosen())
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, (int) SHUTDOWN_TIMEOUT.toMillis())
            .setHandler(handler);
    Optional<Tls> tls = Tls.chosen();
    for (InetSocketAddress address : ListenAddress.parseAll(args)) {
      if (tls.isPresent()) {
        builder.addHttpsListener(address.getPort(), address.getHostString(), tls.get().context());
      } else {
        builder.addHttpListener(address.getPort(), address.getHostString());
      }
      tls = Optional.empty();
    }
    Undertow server = builder.build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop"));
    server.start();
    identity.announce();
  }

  private static void handle(Routes routes, HttpServerExchange exchange) throws IOException {
    try {
      routes.handle(new UndertowExchange(exchange));
    } catch (IOException e) {
      // Undertow would end the response in good order, and what was cut short would look complete.
      IoUtils.safeClose(exchange.getConnection());
      throw e;
    }
  }
}
