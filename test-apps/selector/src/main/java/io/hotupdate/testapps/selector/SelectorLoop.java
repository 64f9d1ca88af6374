package io.hotupdate.testapps.selector;

import io.hotupdate.testapps.common.Routes;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one thread that accepts connections and learns which of them are ready. */
final class SelectorLoop implements Runnable {

  private final Selector selector;
  private final Routes routes;
  private final ExecutorService workers = Executors.newCachedThreadPool();

  private SelectorLoop(Selector selector, Routes routes) {
    this.selector = selector;
    this.routes = routes;
  }

  static SelectorLoop open(Routes routes) throws IOException {
    return new SelectorLoop(Selector.open(), routes);
  }

  /** Watches a bound listener; before the loop runs. */
  void addListener(ServerSocketChannel listener) throws IOException {
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  @Override
  public void run() {
    try {
      while (true) {
        selector.select(this::handle);
      }
    } catch (IOException e) {
      System.err.println("no longer serving: " + e);
    }
  }

  private void handle(SelectionKey key) {
    if (key.channel() instanceof ServerSocketChannel listener) {
      accept(listener);
      return;
    }
    // No further news of this connection until a worker asks for it.
    key.interestOps(0);
    ((ReadyChannel) key.attachment()).ready();
  }

  private void accept(ServerSocketChannel listener) {
    try {
      SocketChannel channel = listener.accept();
      if (channel == null) {
        return; // The client has gone already, or another process was faster.
      }
      channel.configureBlocking(false);
      if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      ReadyChannel ready = new ReadyChannel(channel, channel.register(selector, 0));
      new SelectorConnection(ready, routes, workers).awaitRequest();
    } catch (IOException e) {
      System.err.println("a connection could not be accepted: " + e);
    }
  }
}
