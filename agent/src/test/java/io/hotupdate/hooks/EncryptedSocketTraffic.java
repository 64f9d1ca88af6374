package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The streams of {@code SSLSocket}; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class EncryptedSocketTraffic {
  @ParameterizedTest
  @CsvSource({"1, 1", "1000, 1", "5000, 7", "100000, 100000"})
  void a_stream_sends_what_is_given_instead(int length, int piece) throws Exception {
    byte[] bytes = Substitutions.bytes(length);
    byte[] question = Substitutions.bytes(1000);
    try (Substitutions all = Substitutions.encrypted();
        SSLServerSocket listener =
            (SSLServerSocket) Engines.servers().getServerSocketFactory().createServerSocket()) {
      listener.bind(Peer.anyPort());
      CompletableFuture<byte[]> got = new CompletableFuture<>();
      Thread client = new Thread(() -> ask(listener.getLocalPort(), question, got));
      client.start();
      try (Socket server = listener.accept()) {
        InputStream in = server.getInputStream();
        // One by one, and then the rest.
        for (int i = 0; i < 10; i++) {
          assertThat(in.read()).isEqualTo(question[i]);
        }
        assertThat(in.readNBytes(question.length - 10)).hasSize(question.length - 10);
        assertThat(all.only().received()).isEqualTo(question);
        OutputStream out = server.getOutputStream();
        for (int i = 0; i < length; i += piece) {
          if (piece == 1) {
            out.write(bytes[i]);
          } else {
            out.write(bytes, i, Math.min(piece, length - i));
          }
        }
      }
      assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo(Substitution.of(bytes));
      client.join();
    }
  }

  private static void ask(int port, byte[] question, CompletableFuture<byte[]> got) {
    try (Socket socket = Engines.clients().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.getOutputStream().write(question);
      got.complete(socket.getInputStream().readAllBytes());
    } catch (Exception e) {
      got.completeExceptionally(e);
    }
  }
}
