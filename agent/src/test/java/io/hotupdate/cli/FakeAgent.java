package io.hotupdate.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Plays scripted lines at a control socket, one script for each connection. */
final class FakeAgent implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final Queue<Script> scripts = new ArrayDeque<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<SocketChannel> open = Collections.synchronizedList(new ArrayList<>());

  private record Script(ByteBuffer bytes, int atOnce, boolean stays, Optional<Path> ends) {
    Script(ByteBuffer bytes, int atOnce, boolean stays) {
      this(bytes, atOnce, stays, Optional.empty());
    }
  }

  private FakeAgent(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /** Listens, but does nothing before {@link #start}. */
  static FakeAgent at(Path socket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return new FakeAgent(listener.bind(UnixDomainSocketAddress.of(socket)));
  }

  /** Answers the next connection with these lines, and closes it. */
  FakeAgent says(String... lines) {
    scripts.add(new Script(bytes(lines), Integer.MAX_VALUE, false));
    return this;
  }

  /** The same as the last thing that this process does; its status in /proc is gone then. */
  FakeAgent saysAtItsEnd(Path status, String... lines) {
    scripts.add(new Script(bytes(lines), Integer.MAX_VALUE, false, Optional.of(status)));
    return this;
  }

  /** Answers the next connection with these lines, and says nothing more. */
  FakeAgent saysAndStays(String... lines) {
    scripts.add(new Script(bytes(lines), Integer.MAX_VALUE, true));
    return this;
  }

  /** Sends the lines a byte at a time. */
  FakeAgent saysByteByByte(String... lines) {
    scripts.add(new Script(bytes(lines), 1, false));
    return this;
  }

  /** Sends these bytes, and closes the connection. */
  FakeAgent sends(byte[] bytes) {
    scripts.add(new Script(ByteBuffer.wrap(bytes), Integer.MAX_VALUE, false));
    return this;
  }

  private static ByteBuffer bytes(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line).append('\n');
    }
    return StandardCharsets.UTF_8.encode(text.toString());
  }

  FakeAgent start() {
    Thread thread = new Thread(this::serve, "fake-agent");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void serve() {
    try {
      while (!scripts.isEmpty()) {
        SocketChannel client = listener.accept();
        open.add(client);
        BufferedReader reader =
            new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        requests.add(String.valueOf(reader.readLine()));
        play(scripts.remove(), client);
      }
    } catch (ClosedChannelException e) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void play(Script script, SocketChannel client) throws IOException {
    if (script.ends().isPresent()) {
      Files.delete(script.ends().get());
    }
    try {
      ByteBuffer bytes = script.bytes();
      int end = bytes.limit();
      while (bytes.position() < end) {
        bytes.limit(bytes.position() + Math.min(script.atOnce(), end - bytes.position()));
        client.write(bytes);
      }
    } catch (IOException e) {
      // EPIPE: the tool has heard enough.
    }
    if (!script.stays()) {
      client.close();
    }
  }

  /** What was asked, in order. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel client : List.copyOf(open)) {
      client.close();
    }
  }
}
