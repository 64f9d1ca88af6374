package io.hotupdate.it.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every way to lose a request is seen, and is called by its name. */
class ExactClientTest {
  private static final String GOOD_BODY = "pid=7 version=3\n";
  private static final String GOOD = FakeServer.HEAD + "Content-Length: 16\r\n\r\n" + GOOD_BODY;
  private static final String CHUNKED = FakeServer.HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  private final Tally tally = new Tally();

  @Test
  void an_answer_that_agrees_with_its_head_is_ok() throws Exception {
    try (FakeServer server = FakeServer.answering(GOOD)) {
      newConnection(server.target()).useConnection(tally, new Stop());
    }
    assertThat(tally.count(Outcome.OK)).isOne();
    assertThat(tally.failures()).isZero();
    assertThat(tally.answers()).containsExactly(Map.entry(new Answer(7, "3"), 1L));
  }

  @Test
  void a_chunked_answer_after_an_informational_one_is_ok() throws Exception {
    try (FakeServer server =
        FakeServer.answering(
            "HTTP/1.1 103 Early Hints\r\n\r\n"
                + CHUNKED
                + "a\r\npid=7 vers\r\n6;x=y\r\nion=3\n\r\n0\r\n\r\n")) {
      newConnection(server.target()).useConnection(tally, new Stop());
    }
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void nobody_listening_is_refused() {
    assertLost(Outcome.REFUSED, newConnection(Target.local(Ports.free())));
  }

  @Test
  void a_reset_instead_of_an_answer_is_reset() throws IOException {
    assertLost(
        Outcome.RESET,
        connection -> {
          FakeServer.readHead(connection);
          FakeServer.resetAtClose(connection);
        });
  }

  @Test
  void a_reset_inside_an_answer_is_reset() throws IOException {
    assertLost(
        Outcome.RESET,
        connection -> {
          FakeServer.readHead(connection);
          FakeServer.write(connection, FakeServer.HEAD + "Content-Length: 16\r\n\r\npid");
          FakeServer.resetAtClose(connection);
        });
  }

  @Test
  void a_close_before_the_answer_is_an_early_end() throws IOException {
    assertLost(Outcome.EOF_BEFORE_RESPONSE, FakeServer::readHead);
  }

  @Test
  void a_close_inside_the_head_is_a_truncation() throws IOException {
    assertLost(Outcome.TRUNCATED, FakeServer.HEAD);
  }

  @Test
  void a_close_inside_the_body_is_a_truncation() throws IOException {
    assertLost(Outcome.TRUNCATED, FakeServer.HEAD + "Content-Length: 16\r\n\r\npid");
  }

  @Test
  void a_close_inside_a_chunk_is_a_truncation() throws IOException {
    assertLost(Outcome.TRUNCATED, CHUNKED + "10\r\npid");
  }

  @Test
  void a_close_before_the_last_chunk_is_a_truncation() throws IOException {
    assertLost(Outcome.TRUNCATED, CHUNKED + "10\r\n" + GOOD_BODY + "\r\n");
  }

  @Test
  void a_body_that_disagrees_with_the_head_is_wrong() throws IOException {
    assertLost(Outcome.WRONG_BODY, GOOD.replace("version=3", "version=4"));
  }

  @Test
  void an_answer_by_nobody_is_wrong() throws IOException {
    assertLost(Outcome.WRONG_BODY, GOOD.replace("X-Pid: 7\r\n", ""));
  }

  @Test
  void bytes_that_are_no_response_are_wrong() throws IOException {
    assertLost(Outcome.WRONG_BODY, "hello\r\n\r\n");
  }

  @Test
  void unavailable_is_a_server_error() throws IOException {
    assertLost(Outcome.SERVER_ERROR, GOOD.replace("200 OK", "503 Service Unavailable"));
  }

  @Test
  void no_answer_in_time_is_a_timeout() throws IOException {
    assertLost(
        Outcome.TIMEOUT,
        connection -> {
          FakeServer.readHead(connection);
          int unused = connection.getInputStream().read();
        });
  }

  @Test
  void a_wrong_byte_in_a_download_is_wrong() throws IOException {
    try (FakeServer server =
        FakeServer.answering(FakeServer.HEAD + "Content-Length: 4\r\n\r\n\0\1\2\4")) {
      assertLost(Outcome.WRONG_BODY, new Downloads(server.target(), 4, Duration.ZERO));
    }
  }

  @Test
  void a_download_that_is_too_short_by_its_own_head_is_wrong() throws IOException {
    try (FakeServer server =
        FakeServer.answering(FakeServer.HEAD + "Content-Length: 3\r\n\r\n\0\1\2")) {
      assertLost(Outcome.WRONG_BODY, new Downloads(server.target(), 4, Duration.ZERO));
    }
  }

  @Test
  void an_upload_with_a_wrong_checksum_is_wrong() throws IOException {
    String body = "bytes=8 crc32=00000000 pid=7 version=3\n";
    assertLost(
        Outcome.WRONG_BODY,
        server -> new Uploads(server, 2, 4, Duration.ofMillis(2)),
        connection -> {
          FakeServer.readHead(connection);
          connection.getInputStream().readNBytes(8);
          FakeServer.write(
              connection, FakeServer.HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        });
  }

  @Test
  void an_echo_that_is_no_echo_is_wrong() throws IOException {
    assertLost(
        Outcome.WRONG_BODY,
        ExactClientTest::heldEcho,
        connection -> {
          FakeServer.readHead(connection);
          FakeServer.write(connection, CHUNKED + "100\r\n" + "x".repeat(256) + "\r\n");
          connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
  }

  @Test
  void an_echo_that_ends_before_the_client_does_is_a_truncation() throws IOException {
    assertLost(
        Outcome.TRUNCATED,
        ExactClientTest::heldEcho,
        connection -> {
          FakeServer.readHead(connection);
          FakeServer.write(connection, CHUNKED);
          connection.getInputStream().readNBytes(4);
          connection.shutdownOutput();
          connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
  }

  @Test
  void a_close_seen_between_two_requests_loses_nothing() throws Exception {
    try (FakeServer server = FakeServer.answering(GOOD)) {
      keepAlive(server.target(), Duration.ofMillis(500)).useConnection(tally, new Stop());
      assertThat(server.connections()).isOne();
    }
    assertThat(tally.count(Outcome.OK)).isOne();
    assertThat(tally.failures()).isZero();
  }

  @Test
  void a_close_that_crosses_a_request_is_a_loss() throws Exception {
    try (FakeServer server = FakeServer.answering(GOOD)) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(
              () -> keepAlive(server.target(), Duration.ZERO).useConnection(tally, new Stop()))
          .extracting(Failure::outcome)
          .isIn(Outcome.EOF_BEFORE_RESPONSE, Outcome.RESET);
    }
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void a_client_that_is_told_of_the_close_sends_nothing_more() throws Exception {
    try (FakeServer server =
        FakeServer.answering(GOOD.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))) {
      keepAlive(server.target(), Duration.ZERO).useConnection(tally, new Stop());
      assertThat(server.connections()).isOne();
    }
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void every_request_of_a_mix_is_counted_once() throws Exception {
    try (FakeServer server = FakeServer.answering(GOOD);
        LoadMix mix = new LoadMix()) {
      mix.start(3, newConnection(server.target()));
      await().until(() -> mix.tally().count(Outcome.OK) > 50);
      Tally counted = mix.stop();
      assertThat(counted.count(Outcome.OK)).isEqualTo(server.connections());
      assertThat(counted.failures()).as(counted.toString()).isZero();
    }
  }

  private void assertLost(Outcome outcome, String response) throws IOException {
    try (FakeServer server = FakeServer.answering(response)) {
      assertLost(outcome, newConnection(server.target()));
    }
  }

  private void assertLost(Outcome outcome, FakeServer.Behaviour behaviour) throws IOException {
    assertLost(outcome, ExactClientTest::newConnection, behaviour);
  }

  private void assertLost(Outcome outcome, LoadOn load, FakeServer.Behaviour behaviour)
      throws IOException {
    try (FakeServer server = new FakeServer(behaviour)) {
      assertLost(outcome, load.on(server.target()));
    }
  }

  private void assertLost(Outcome outcome, Load load) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> load.useConnection(tally, new Stop()))
        .extracting(Failure::outcome)
        .isEqualTo(outcome);
    assertThat(tally.answers()).isEmpty();
  }

  private interface LoadOn {
    Load on(Target target);
  }

  private static Load newConnection(Target target) {
    return new NewConnections(target, Duration.ZERO);
  }

  private static Load keepAlive(Target target, Duration think) {
    return new KeepAlive(target, 2, Duration.ofMinutes(1), think, Duration.ZERO);
  }

  private static Load heldEcho(Target target) {
    return new HeldEcho(target, Duration.ofSeconds(5), Duration.ZERO, Duration.ZERO);
  }
}
