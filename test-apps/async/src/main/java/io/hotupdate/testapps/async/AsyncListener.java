package io.hotupdate.testapps.async;

import io.hotupdate.testapps.common.Routes;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/** Accepts one connection after the other. */
record AsyncListener(AsynchronousServerSocketChannel listener, Routes routes)
    implements CompletionHandler<AsynchronousSocketChannel, Void> {

  void acceptNext() {
    listener.accept(null, this);
  }

  @Override
  public void completed(AsynchronousSocketChannel channel, Void attachment) {
    acceptNext();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    } catch (IOException e) {
      System.err.println("connection " + channel + " stays without TCP_NODELAY: " + e);
    }
    new AsyncConnection(channel, routes).awaitRequest();
  }

  @Override
  public void failed(Throwable failure, Void attachment) {
    System.err.println("a connection could not be accepted: " + failure);
    if (listener.isOpen()) {
      acceptNext();
    }
  }
}
