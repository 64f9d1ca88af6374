package io.hotupdate.testapps.async;

import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.HttpConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channels;
import java.nio.channels.CompletionHandler;

/**
 * A client's connection: between requests no thread waits for it; the pool's thread that gets the
 * first bytes of a request answers it.
 */
final class AsyncConnection implements CompletionHandler<Integer, Void> {

  private static final int BUFFER_BYTES = 8 * 1024;

  private final AsynchronousSocketChannel channel;
  private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final HttpConnection http;

  AsyncConnection(AsynchronousSocketChannel channel, Routes routes) {
    this.channel = channel;
    http =
        new HttpConnection(
            new ReceivedInput(received, Channels.newInputStream(channel)),
            Channels.newOutputStream(channel),
            routes);
  }

  void awaitRequest() {
    channel.read(received.clear(), null, this);
  }

  @Override
  public void completed(Integer bytes, Void attachment) {
    received.flip();
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
      end(e);
    }
  }

  @Override
  public void failed(Throwable failure, Void attachment) {
    end(failure);
  }

  private void end(Throwable failure) {
    System.err.println("connection " + channel + " ended early: " + failure);
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("connection " + channel + " could not be closed: " + e);
    }
  }
}
