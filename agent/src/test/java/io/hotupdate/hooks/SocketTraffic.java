package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The streams of {@code java.net.Socket}; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class SocketTraffic {
  private static final int LONGEST_WAIT = 20_000;

  @ParameterizedTest
  @CsvSource({"1,1", "100,100", "100,1", "5000,7", "300000,300000", "2000000,150000"})
  void a_stream_sends_what_is_given_instead(int length, int piece) throws Exception {
    check(length, piece, 0);
  }

  // Then the socket does not block, and the JDK waits until it can write again.
  @ParameterizedTest
  @CsvSource({"1,1", "100,1", "5000,7", "300000,300000", "2000000,150000"})
  void a_stream_with_a_timeout_sends_the_same(int length, int piece) throws Exception {
    check(length, piece, LONGEST_WAIT);
  }

  private static void check(int length, int piece, int timeout) throws Exception {
    byte[] bytes = Substitutions.bytes(length);
    byte[] question = Substitutions.bytes(1000);
    try (ServerSocket listener = new ServerSocket()) {
      listener.bind(Peer.anyPort());
      try (Peer peer = new Peer(listener.getLocalSocketAddress(), Peer.SMALL);
          Socket server = listener.accept();
          Substitutions all = Substitutions.plain()) {
        server.setSendBufferSize(Peer.SMALL);
        server.setSoTimeout(timeout);
        peer.sends(question);
        assertThat(server.getInputStream().readNBytes(question.length)).isEqualTo(question);
        CompletableFuture<byte[]> got = peer.reads();
        send(server, bytes, piece);
        assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(Substitution.of(bytes));
        assertThat(all.only().received()).isEqualTo(question);
        if (timeout > 0 && length > 1_000_000) {
          assertThat(all.only().timesPartly()).isPositive();
        }
      }
    }
  }

  private static void send(Socket server, byte[] bytes, int piece) throws IOException {
    OutputStream stream = server.getOutputStream();
    for (int i = 0; i < bytes.length; i += piece) {
      stream.write(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + piece)));
    }
    server.shutdownOutput();
  }
}
