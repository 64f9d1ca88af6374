package io.hotupdate.testapps.selector;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;

/** A non-blocking connection of which the selector says when it is ready to read or write. */
final class ReadyChannel implements AutoCloseable {

  private final SocketChannel channel;
  private final SelectionKey key;
  private volatile Runnable onReady = () -> {};

  ReadyChannel(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
    key.attach(this);
  }

  /** Called by the selector's thread. */
  void ready() {
    onReady.run();
  }

  /** Runs the action, once, in the selector's thread when the operation has become possible. */
  void whenReady(int operation, Runnable action) {
    onReady = action;
    key.interestOps(operation);
    key.selector().wakeup();
  }

  /** What the client sends; a read waits for the selector when nothing has come in yet. */
  InputStream input() {
    return new Input();
  }

  /** What the client gets; a write waits for the selector while the socket's buffer is full. */
  OutputStream output() {
    return new Output();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    // The socket is only closed once the selector has taken note of it.
    key.selector().wakeup();
  }

  @Override
  public String toString() {
    return channel.toString();
  }

  private void awaitReady(int operation) throws InterruptedIOException {
    Semaphore ready = new Semaphore(0);
    whenReady(operation, ready::release);
    try {
      ready.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a client");
    }
  }

  private final class Input extends InputStream {

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
      int n = channel.read(buffer);
      while (n == 0 && length > 0) {
        awaitReady(SelectionKey.OP_READ);
        n = channel.read(buffer);
      }
      return n;
    }
  }

  private final class Output extends OutputStream {

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) == 0) {
          awaitReady(SelectionKey.OP_WRITE);
        }
      }
    }
  }
}
