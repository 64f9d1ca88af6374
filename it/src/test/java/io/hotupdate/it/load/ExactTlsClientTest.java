package io.hotupdate.it.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hotupdate.it.KeyStoreFile;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost over TLS is seen as without it. */
class ExactTlsClientTest {
  private static final String GOOD =
      FakeServer.HEAD + "Content-Length: 16\r\n\r\npid=7 version=3\n";

  @TempDir private static Path directory;
  private static ServerSocketFactory tls;

  private final Tally tally = new Tally();

  @BeforeAll
  static void make_a_key() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    char[] password = KeyStoreFile.PASSWORD.toCharArray();
    try (InputStream in = Files.newInputStream(KeyStoreFile.in(directory))) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    tls = context.getServerSocketFactory();
  }

  @Test
  void a_complete_answer_is_ok_and_the_end_between_two_requests_loses_nothing() throws Exception {
    try (FakeServer server = serving(GOOD)) {
      keepAlive(server, Duration.ofMillis(500)).useConnection(tally, new Stop());
    }
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void an_end_that_crosses_a_request_is_a_loss() throws Exception {
    try (FakeServer server = serving(GOOD)) {
      assertLost(server, Duration.ZERO, Outcome.EOF_BEFORE_RESPONSE, Outcome.RESET);
    }
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void an_end_inside_an_answer_is_a_truncation() throws Exception {
    try (FakeServer server = serving(FakeServer.HEAD + "Content-Length: 16\r\n\r\npid")) {
      assertLost(server, Duration.ZERO, Outcome.TRUNCATED);
    }
  }

  @Test
  void an_end_inside_the_handshake_is_an_early_end() throws Exception {
    try (FakeServer server =
        new FakeServer(
            socket -> {
              int unused = socket.getInputStream().read();
              socket.getInputStream().skipNBytes(socket.getInputStream().available());
            })) {
      assertLost(server, Duration.ZERO, Outcome.EOF_BEFORE_RESPONSE);
    }
  }

  @Test
  void bytes_that_are_no_tls_are_wrong() throws Exception {
    try (FakeServer server =
        new FakeServer(
            socket -> {
              FakeServer.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
              int unused = socket.getInputStream().read();
            })) {
      assertLost(server, Duration.ZERO, Outcome.WRONG_BODY);
    }
  }

  private static FakeServer serving(String response) {
    return new FakeServer(
        tls,
        socket -> {
          FakeServer.readHead(socket);
          FakeServer.write(socket, response);
        });
  }

  private static Load keepAlive(FakeServer server, Duration think) {
    return new KeepAlive(
        server.target().encrypted(), 2, Duration.ofMinutes(1), think, Duration.ZERO);
  }

  private void assertLost(FakeServer server, Duration think, Outcome... outcomes) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> keepAlive(server, think).useConnection(tally, new Stop()))
        .extracting(Failure::outcome)
        .isIn((Object[]) outcomes);
  }
}
