package io.hotupdate.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A connection to a server's control socket. Never waits longer than it is told to. */
final class Conversation implements Closeable {
  /** No line of an agent is that long; in bytes. */
  private static final int LONGEST_LINE = 1 << 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer received = ByteBuffer.allocate(16 * 1024).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private Conversation(SocketChannel channel, Selector selector) {
    this.channel = channel;
    this.selector = selector;
  }

  /**
   * Connects and sends a request.
   *
   * @throws ConnectException if nobody listens any more
   * @throws SocketTimeoutException if the server has stopped listening to those who ask
   * @throws IOException if there is no such socket, or it may not be used
   */
  static Conversation begin(Server server, String request) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      connect(channel, server.socket());
      Selector selector = channel.provider().openSelector();
      channel.register(selector, SelectionKey.OP_READ);
      // A request is so short that a new socket's buffer always has room for it.
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      return new Conversation(channel, selector);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void connect(SocketChannel channel, Path socket) throws IOException {
    try {
      // Unlike TCP, a unix socket is connected at once or not at all; nothing is left to wait for.
      if (channel.connect(UnixDomainSocketAddress.of(socket))) {
        return;
      }
    } catch (ConnectException e) {
      throw e;
    } catch (SocketException e) {
      // EAGAIN of connect(2), a full queue, comes like ENOENT and EACCES, told by translated text.
      if (!Files.isWritable(socket)) {
        throw e;
      }
    }
    throw new SocketTimeoutException("too many wait at " + socket);
  }

  /** Waits for the next line, but no longer than that. */
  Heard next(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      while (received.hasRemaining()) {
        byte next = received.get();
        if (next == '\n') {
          Line complete = Line.parse(line.toString(StandardCharsets.UTF_8));
          line.reset();
          return new Heard.Said(complete);
        }
        if (line.size() == LONGEST_LINE) {
          throw new IOException("it sends a line without end");
        }
        line.write(next);
      }
      int count = read();
      if (count < 0) {
        return new Heard.End();
      }
      if (count == 0) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return new Heard.Silence();
        }
        selector.select(left);
        selector.selectedKeys().clear();
      }
    }
  }

  private int read() {
    received.clear();
    try {
      return channel.read(received);
    } catch (IOException e) {
      // ECONNRESET: it died with something unread.
      return -1;
    } finally {
      received.flip();
    }
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
