package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;

/** Undertow with a blocking handler. */
final class UndertowTestServer implements TestServer {
  private final CountDownLatch held = new CountDownLatch(1);
  private final Set<Object> sessions = new CopyOnWriteArraySet<>();
  private final Undertow server;

  UndertowTestServer() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1", new BlockingHandler(this::handle))
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setIoThreads(2)
            .setWorkerThreads(16)
            .build();
    server.start();
  }

  private void handle(HttpServerExchange exchange) throws Exception {
    Field channel = exchange.getConnection().getClass().getDeclaredField("channel");
    channel.setAccessible(true);
    sessions.add(channel.get(exchange.getConnection()));
    OutputStream output = exchange.getOutputStream();
    if (exchange.getRequestPath().equals("/held")) {
      output.write("be".getBytes(US_ASCII));
      output.flush();
      held.await();
      output.write("gun".getBytes(US_ASCII));
    } else {
      output.write(exchange.getInputStream().readAllBytes());
    }
    output.close();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public List<Object> sessions() {
    return List.copyOf(sessions);
  }

  @Override
  public CountDownLatch held() {
    return held;
  }

  @Override
  public void stop() {
    server.stop();
  }
}
