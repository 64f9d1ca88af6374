package io.hotupdate.testapps.selector;

import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.HttpConnection;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.Executor;

/** A client's connection: with the selector between requests, with a worker during one. */
final class SelectorConnection {

  private final ReadyChannel channel;
  private final HttpConnection http;
  private final Executor workers;

  SelectorConnection(ReadyChannel channel, Routes routes, Executor workers) {
    this.channel = channel;
    this.http = new HttpConnection(channel.input(), channel.output(), routes);
    this.workers = workers;
  }

  void awaitRequest() {
    channel.whenReady(SelectionKey.OP_READ, () -> workers.execute(this::serve));
  }

  private void serve() {
    try {
      boolean open = http.serveNext();
      while (open && http.hasBufferedInput()) {
        open = http.serveNext();
      }
      if (open) {
        awaitRequest();
      } else {
        channel.close();
      }
    } catch (IOException e) {
      System.err.println("connection " + channel + " ended early: " + e);
      closeQuietly();
    }
  }

  private void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("connection " + channel + " could not be closed: " + e);
    }
  }
}
