package io.hotupdate.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.settings.HttpTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One question and what is told of the answer. */
@Timeout(30)
class ProbeTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 302, 399})
  void a_status_of_success_or_redirection_is_good(int status) throws IOException {
    try (ScriptedServer server = answering(status)) {
      assertThat(probe(server, LONG_ENOUGH).missing()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 400, 404, 500, 503})
  void any_other_status_is_told(int status) throws IOException {
    try (ScriptedServer server = answering(status)) {
      assertThat(probe(server, LONG_ENOUGH).missing())
          .hasValue("the probe " + url(server) + " was answered " + status);
    }
  }

  @Test
  void the_request_says_who_asks_and_whom() throws IOException {
    try (ScriptedServer server = answering(200)) {
      probe(server, LONG_ENOUGH).missing();

      assertThat(server.requests())
          .containsExactly(
              "GET /health?a=b HTTP/1.1\r\n"
                  + ("Host: localhost:" + server.port() + "\r\n")
                  + "User-Agent: hotupdate/0.1\r\n"
                  + "X-Hotupdate: probe\r\n"
                  + "Accept: */*\r\n"
                  + "Connection: close\r\n"
                  + "\r\n");
    }
  }

  @Test
  void the_usual_port_is_not_named() {
    HttpTarget target = HttpTarget.parse("https://example.org/").orElseThrow();
    assertThat(new String(HttpRequest.of(target, "probe"), StandardCharsets.US_ASCII))
        .contains("\r\nHost: example.org\r\n");
  }

  @Test
  void a_server_that_does_not_answer_is_told_after_the_limit() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server = ScriptedServer.of(out -> end.await())) {
      assertThat(probe(server, A_SECOND).missing())
          .hasValue("the probe " + url(server) + " was not answered within 1 s");
    } finally {
      end.countDown();
    }
  }

  @Test
  void a_server_that_sends_a_byte_now_and_then_does_not_get_more_time() throws IOException {
    try (ScriptedServer server = ScriptedServer.of(ProbeTest::drip)) {
      long begin = System.nanoTime();
      assertThat(probe(server, A_SECOND).missing())
          .hasValue("the probe " + url(server) + " was not answered within 1 s");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(A_SECOND, LONG_ENOUGH);
    }
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
    // Longer than the limit of the probe, but not for ever, should it not obey it.
    for (int i = 0; i < 500; i++) {
      out.write('x');
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void a_complete_answer_counts_even_if_the_server_keeps_the_connection() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.of(
            out -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              end.await();
            })) {
      assertThat(probe(server, LONG_ENOUGH).missing()).isEmpty();
    } finally {
      end.countDown();
    }
  }

  @Test
  void what_is_no_http_is_told() throws IOException {
    try (ScriptedServer server = ScriptedServer.sending("220 mail.example.org\r\n")) {
      assertThat(probe(server, LONG_ENOUGH).missing())
          .hasValue("the probe " + url(server) + ": not HTTP: '220 mail.example.org'");
    }
  }

  @Test
  void a_port_without_a_listener_is_told() throws IOException {
    try (ScriptedServer server = answering(200)) {
      HttpTarget other = HttpTarget.parse("http://:1/").orElseThrow();
      assertThat(new Probe(other, server).missing())
          .hasValue("the probe http://localhost:1/: no listener on port 1; there is none");
    }
  }

  @Test
  void there_is_nothing_to_prove_where_clients_are_served_already() throws IOException {
    try (ScriptedServer server = answering(503)) {
      server.openGates();

      assertThat(probe(server, LONG_ENOUGH).missing()).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  private static ScriptedServer answering(int status) throws IOException {
    return ScriptedServer.sending("HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n");
  }

  private static Probe probe(ScriptedServer server, Duration limit) {
    return new Probe(HttpTarget.parse(url(server)).orElseThrow(), server, limit);
  }

  private static String url(ScriptedServer server) {
    return "http://localhost:" + server.port() + "/health?a=b";
  }
}
