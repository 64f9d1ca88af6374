package io.hotupdate.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Certificate;
import io.hotupdate.settings.HttpTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same by TLS, with a certificate that nobody would trust. */
@Timeout(60)
class TlsProbeTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private static SSLContext context;

  private final BlockingQueue<String> names = new ArrayBlockingQueue<>(10);

  @BeforeAll
  static void make_a_certificate_that_has_expired_for_another_name(@TempDir Path directory)
      throws Exception {
    Path store =
        Certificate.make(directory, "elsewhere.example", "-startdate", "-10d", "-validity", "1");
    KeyManagerFactory managers = Certificate.keys(store);
    context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), new TrustManager[0], null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "www.example.org"})
  void the_certificate_is_not_checked_and_the_server_is_told_the_name(String host)
      throws Exception {
    try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      assertThat(probe(server, host, LONG_ENOUGH).missing()).isEmpty();

      assertThat(names.poll(1, TimeUnit.SECONDS)).isEqualTo(host);
      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0)).contains("\r\nHost: " + host + ":" + server.port());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "not_a_name", "-"})
  void what_is_no_name_is_not_sent_as_one(String host) throws Exception {
    try (ScriptedServer server = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertThat(probe(server, host, LONG_ENOUGH).missing()).isEmpty();

      assertThat(names).isEmpty();
    }
  }

  @Test
  void a_status_is_told_as_without_tls() throws Exception {
    try (ScriptedServer server = answering("HTTP/1.1 503 No\r\n\r\n")) {
      assertThat(probe(server, "localhost", LONG_ENOUGH).missing())
          .hasValue("the probe https://localhost:" + server.port() + "/ was answered 503");
    }
  }

  @Test
  void a_server_without_tls_is_told() throws Exception {
    // It takes the hello for the begin of a request and waits for more.
    try (ScriptedServer server = ScriptedServer.sending("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThat(probe(server, "localhost", A_SECOND).missing()).isPresent();
    }
  }

  @Test
  void a_server_that_hangs_is_told_after_the_limit() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server = ScriptedServer.over(listener(), out -> end.await())) {
      assertThat(probe(server, "localhost", A_SECOND).missing())
          .hasValue(
              "the probe https://localhost:" + server.port() + "/ was not answered within 1 s");
    } finally {
      end.countDown();
    }
  }

  @Test
  void nothing_of_the_application_is_changed() throws Exception {
    SSLContext before = SSLContext.getDefault();
    try (ScriptedServer server = answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      assertThat(probe(server, "localhost", LONG_ENOUGH).missing()).isEmpty();
    }
    assertThat(SSLContext.getDefault()).isSameAs(before);
  }

  private ScriptedServer answering(String response) throws IOException {
    return ScriptedServer.over(
        listener(), out -> out.write(response.getBytes(StandardCharsets.US_ASCII)));
  }

  private SSLServerSocket listener() throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setSNIMatchers(
        List.of(
            new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
              @Override
              public boolean matches(SNIServerName name) {
                return names.add(((SNIHostName) name).getAsciiName());
              }
            }));
    listener.setSSLParameters(parameters);
    return listener;
  }

  private static Probe probe(ScriptedServer server, String host, Duration limit) {
    return new Probe(
        HttpTarget.parse("https://" + host + ":" + server.port() + "/").orElseThrow(),
        server,
        limit);
  }
}
