package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket channels; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class ChannelTraffic {
  @ParameterizedTest
  @CsvSource({
    "1, true, false", "100, true, true", "400000, true, false", "400000, true, true",
    "1, false, false", "100, false, true", "400000, false, false", "400000, false, true",
    "3000000, false, true",
  })
  void a_buffer_is_sent_as_what_is_given_instead(int length, boolean blocking, boolean direct)
      throws Exception {
    byte[] bytes = Substitutions.bytes(length);
    try (Pair pair = new Pair();
        Substitutions all = Substitutions.plain()) {
      pair.server.configureBlocking(blocking);
      assertThat(pair.got(blocking, buffer(bytes, direct))).isEqualTo(Substitution.of(bytes));
      assertThat(all.only().timesPartly() > 0).isEqualTo(!blocking && length > 100_000);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, true", "50, 3, true", "400000, 7, true", "400000, 7, false",
    // More than writev(2) takes at once.
    "5000, 2500, true", "5000, 2500, false", "400000, 1024, false", "400000, 1025, false",
  })
  void many_buffers_are_sent_as_what_is_given_instead(int length, int count, boolean blocking)
      throws Exception {
    byte[] bytes = Substitutions.bytes(length);
    try (Pair pair = new Pair();
        Substitutions all = Substitutions.plain()) {
      pair.server.configureBlocking(blocking);
      assertThat(pair.got(blocking, split(bytes, count))).isEqualTo(Substitution.of(bytes));
      assertThat(all.only().wrong()).isEmpty();
    }
  }

  @Test
  void nothing_but_bytes_that_are_left_out_is_reported_as_sent() throws Exception {
    byte[] bytes = new byte[5000];
    Arrays.fill(bytes, Substitution.GONE);
    for (boolean blocking : new boolean[] {true, false}) {
      try (Pair pair = new Pair();
          Substitutions all = Substitutions.plain()) {
        pair.server.configureBlocking(blocking);
        assertThat(pair.server.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
        assertThat(pair.server.write(split(bytes, 10))).isEqualTo(bytes.length);
        assertThat(pair.got(blocking, ByteBuffer.wrap(new byte[] {'x'}))).containsExactly('x');
        assertThat(all.only().wrong()).isEmpty();
      }
    }
  }

  @Test
  void what_is_read_into_several_buffers_is_told() throws Exception {
    byte[] bytes = Substitutions.bytes(3000);
    try (Pair pair = new Pair();
        Substitutions all = Substitutions.plain()) {
      pair.peer.sends(bytes);
      pair.peer.socket.shutdownOutput();
      ByteBuffer[] buffers = new ByteBuffer[13];
      Arrays.setAll(buffers, i -> ByteBuffer.allocate(i % 3 == 0 ? 0 : 500));
      while (pair.server.read(buffers) > 0) {
        assertThat(all.only().wrong()).isEmpty();
      }
      ByteBuffer read = ByteBuffer.allocate(4000);
      Arrays.stream(buffers).forEach(buffer -> read.put(buffer.flip()));
      assertThat(Arrays.copyOf(read.array(), read.position())).isEqualTo(bytes);
      assertThat(all.only().received()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_listener_may_come_and_end_while_bytes_flow(boolean direct) throws Exception {
    byte[] before = Substitutions.bytes(100_001);
    byte[] during = Substitutions.bytes(200_000);
    byte[] after = Substitutions.bytes(100_003);
    try (Pair pair = new Pair()) {
      pair.server.configureBlocking(false);
      pair.send(buffer(before, direct));
      try (Substitutions all = Substitutions.plain()) {
        ByteBuffer buffer = buffer(during, direct);
        do {
          pair.writeOnce(buffer);
        } while (all.all().isEmpty() || all.only().timesPartly() == 0);
        // Not the room in front of the bytes.
        int reported = during.length - buffer.remaining();
        all.only().end();
        pair.send(buffer);
        pair.send(buffer(after, direct));
        // What is half sent when it ends is the first byte that was not reported.
        byte[] changed = Substitution.of(Arrays.copyOf(during, reported));
        byte[] got = pair.ended();
        assertThat(got).startsWith(before).endsWith(after);
        byte[] middle = Arrays.copyOfRange(got, before.length, got.length - after.length);
        assertThat(middle).startsWith(changed);
        byte[] rest = Arrays.copyOfRange(during, reported + 1, during.length);
        assertThat(middle).endsWith(rest);
        assertThat(middle.length - changed.length - rest.length).isBetween(0, 7);
      }
    }
  }

  private static ByteBuffer buffer(byte[] bytes, boolean direct) {
    int before = 5;
    ByteBuffer buffer =
        direct
            ? ByteBuffer.allocateDirect(bytes.length + 10)
            : ByteBuffer.allocate(bytes.length + 10);
    return buffer.position(before).put(bytes).flip().position(before);
  }

  static ByteBuffer[] split(byte[] bytes, int count) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) bytes.length * i / count);
      int to = (int) ((long) bytes.length * (i + 1) / count);
      buffers.add(buffer(Arrays.copyOfRange(bytes, from, to), i % 3 == 1));
      if (i % 5 == 0) {
        buffers.add(ByteBuffer.allocate(0));
      }
    }
    return buffers.toArray(ByteBuffer[]::new);
  }

  /** A connection between whose ends little fits. */
  private static final class Pair implements AutoCloseable {
    final Peer peer;
    final SocketChannel server;
    private CompletableFuture<byte[]> got;

    Pair() throws IOException {
      try (ServerSocketChannel listener = ServerSocketChannel.open()) {
        listener.bind(Peer.anyPort());
        peer = new Peer(listener.getLocalAddress(), Peer.SMALL);
        server = listener.accept();
        server.setOption(StandardSocketOptions.SO_SNDBUF, Peer.SMALL);
      }
    }

    /** What the peer gets of this; it reads from the beginning, or once no more fits. */
    byte[] got(boolean fromTheBeginning, ByteBuffer... buffers) throws Exception {
      if (fromTheBeginning) {
        got = peer.reads();
      }
      send(buffers);
      return ended();
    }

    byte[] ended() throws Exception {
      server.shutdownOutput();
      if (got == null) {
        got = peer.reads();
      }
      return got.get(20, TimeUnit.SECONDS);
    }

    void send(ByteBuffer... buffers) throws IOException {
      while (remaining(buffers) > 0) {
        writeOnce(buffers);
      }
    }

    void writeOnce(ByteBuffer... buffers) throws IOException {
      long before = remaining(buffers);
      long written = buffers.length == 1 ? server.write(buffers[0]) : server.write(buffers);
      assertThat(before - remaining(buffers)).isEqualTo(written);
      if (written == 0 && before > 0) {
        assertThat(server.isBlocking()).isFalse();
        if (got == null) {
          got = peer.reads();
        }
        try (Selector selector = Selector.open()) {
          server.register(selector, SelectionKey.OP_WRITE);
          selector.select();
        }
      }
    }

    private static long remaining(ByteBuffer... buffers) {
      return Arrays.stream(buffers).mapToLong(ByteBuffer::remaining).sum();
    }

    @Override
    public void close() throws IOException {
      server.close();
      peer.close();
    }
  }
}
