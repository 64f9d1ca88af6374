package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asynchronous socket channels; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class AsynchronousTraffic {
  @ParameterizedTest
  @CsvSource({"1, 1", "5000, 1", "400000, 1", "5000, 3", "400000, 20"})
  void buffers_are_sent_as_what_is_given_instead(int length, int count) throws Exception {
    byte[] bytes = Substitutions.bytes(length);
    try (AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open()) {
      listener.bind(Peer.anyPort());
      try (Peer peer = new Peer(listener.getLocalAddress(), Peer.SMALL);
          AsynchronousSocketChannel server = listener.accept().get();
          Substitutions all = Substitutions.plain()) {
        server.setOption(StandardSocketOptions.SO_SNDBUF, Peer.SMALL);
        CompletableFuture<byte[]> got = peer.reads();
        send(server, ChannelTraffic.split(bytes, count));
        server.shutdownOutput();
        assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(Substitution.of(bytes));
        assertThat(all.only().timesPartly() > 0).isEqualTo(length > 1);
      }
    }
  }

  @Test
  void what_is_read_is_told() throws Exception {
    byte[] bytes = Substitutions.bytes(3000);
    try (AsynchronousServerSocketChannel listener = AsynchronousServerSocketChannel.open()) {
      listener.bind(Peer.anyPort());
      try (Peer peer = new Peer(listener.getLocalAddress(), Peer.SMALL);
          AsynchronousSocketChannel server = listener.accept().get();
          Substitutions all = Substitutions.plain()) {
        peer.sends(bytes);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
        while (buffer.hasRemaining()) {
          assertThat(server.read(buffer).get(20, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(all.only().received()).isEqualTo(bytes);
      }
    }
  }

  private static void send(AsynchronousSocketChannel server, ByteBuffer[] buffers)
      throws Exception {
    while (remaining(buffers) > 0) {
      long before = remaining(buffers);
      CompletableFuture<Long> written = new CompletableFuture<>();
      server.write(buffers, 0, buffers.length, 0, TimeUnit.SECONDS, written, new Completion());
      assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(before - remaining(buffers));
    }
  }

  private static long remaining(ByteBuffer[] buffers) {
    return Arrays.stream(buffers).mapToLong(ByteBuffer::remaining).sum();
  }

  private static final class Completion
      implements CompletionHandler<Long, CompletableFuture<Long>> {
    @Override
    public void completed(Long written, CompletableFuture<Long> result) {
      result.complete(written);
    }

    @Override
    public void failed(Throwable failure, CompletableFuture<Long> result) {
      result.completeExceptionally(failure);
    }
  }
}
