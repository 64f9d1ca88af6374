package io.hotupdate.testapps.async;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The routes on {@link AsynchronousServerSocketChannel}. */
public final class AsyncApp {

  private static final int BACKLOG = 1024;

  private AsyncApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Identity identity = Identity.current();
    Routes routes = new Routes(identity);
    AsynchronousChannelGroup group =
        AsynchronousChannelGroup.withCachedThreadPool(Executors.newCachedThreadPool(), 1);
    List<AsyncListener> listeners = new ArrayList<>();
    for (InetSocketAddress address : ListenAddress.parseAll(args)) {
      AsynchronousServerSocketChannel channel =
          AsynchronousServerSocketChannel.open(group).bind(address, BACKLOG);
      listeners.add(new AsyncListener(channel, routes));
    }
    listeners.forEach(AsyncListener::acceptNext);
    identity.announce();
    // The group's own threads are daemons and would not keep the process alive.
    group.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }
}
