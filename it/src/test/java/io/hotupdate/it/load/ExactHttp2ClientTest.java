package io.hotupdate.it.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every way to lose a request of HTTP/2 is seen, and is called by its name. */
class ExactHttp2ClientTest {
  private static final List<String> IDENTITY = List.of("x-pid", "7", "x-version", "3");
  private static final byte[] GOOD_BODY = "pid=7 version=3\n".getBytes(US_ASCII);

  private interface Behaviour {
    void on(Frames frames) throws IOException;
  }

  @Test
  void an_answer_comes_whole() throws Exception {
    Http2Response response =
        answered(
            frames -> {
              frames.head(false, IDENTITY);
              frames.data(false, "pid=7 ".getBytes(US_ASCII));
              frames.data(true, "version=3\n".getBytes(US_ASCII));
              frames.awaitClose();
            });
    assertThat(response.answer()).isEqualTo(new Answer(7, "3"));
    assertThat(response.body()).isEqualTo(GOOD_BODY);
  }

  @Test
  void a_stream_under_way_goes_on_after_goaway_and_no_other_is_begun() throws Exception {
    try (FakeServer server =
            new FakeServer(
                socket -> {
                  Frames frames = new Frames(socket);
                  frames.readRequest();
                  frames.goAwayAfterIt();
                  frames.head(false, IDENTITY);
                  frames.data(true, GOOD_BODY);
                  frames.awaitClose();
                });
        Http2Connection connection = Http2Connection.open(server.target())) {
      assertThat(connection.usable()).isTrue();
      Http2Response response = connection.send(Http2Request.get("/")).get(10, TimeUnit.SECONDS);
      assertThat(response.body()).isEqualTo(GOOD_BODY);
      assertThat(connection.told()).isTrue();
      assertThat(connection.usable()).isFalse();
    }
  }

  @Test
  void a_stream_that_goaway_leaves_out_is_lost() {
    assertLost(
        Outcome.EOF_BEFORE_RESPONSE,
        frames -> {
          frames.goAwayWithoutIt();
          frames.awaitClose();
        });
  }

  @Test
  void a_stream_that_is_reset_is_lost() {
    assertLost(
        Outcome.RESET,
        frames -> {
          frames.reset();
          frames.awaitClose();
        });
  }

  @Test
  void a_response_that_is_reset_is_lost() {
    assertLost(
        Outcome.RESET,
        frames -> {
          frames.head(false, IDENTITY);
          frames.reset();
          frames.awaitClose();
        });
  }

  @Test
  void a_close_before_the_answer_is_an_early_end() {
    assertLost(Outcome.EOF_BEFORE_RESPONSE, frames -> {});
  }

  @Test
  void a_close_inside_the_answer_is_a_truncation() {
    assertLost(
        Outcome.TRUNCATED,
        frames -> {
          frames.head(false, IDENTITY);
          frames.data(false, GOOD_BODY);
        });
  }

  @Test
  void a_load_counts_what_it_loses() throws Exception {
    Tally tally = new Tally();
    try (FakeServer server =
        new FakeServer(
            socket -> {
              Frames frames = new Frames(socket);
              frames.readRequest();
              frames.reset();
            })) {
      new Http2Streams(server.target(), 1, Duration.ZERO).useConnection(tally, new Stop());
    }
    assertThat(tally.failures()).as(tally.toString()).isPositive();
    assertThat(tally.count(Outcome.OK)).isZero();
  }

  @Test
  void an_answer_with_a_wrong_body_is_counted_as_wrong() throws Exception {
    Tally tally = new Tally();
    Stop stop = new Stop();
    try (FakeServer server =
        new FakeServer(
            socket -> {
              Frames frames = new Frames(socket);
              frames.readRequest();
              frames.head(false, IDENTITY);
              frames.data(true, "wrong".getBytes(US_ASCII));
              frames.goAwayAfterIt();
              frames.awaitClose();
            })) {
      new Http2Streams(server.target(), 1, Duration.ZERO).useConnection(tally, stop);
    }
    await().until(() -> tally.count(Outcome.WRONG_BODY) == 1);
    assertThat(tally.count(Outcome.OK)).isZero();
  }

  private static Http2Response answered(Behaviour behaviour) throws Exception {
    try (FakeServer server =
            new FakeServer(
                socket -> {
                  Frames frames = new Frames(socket);
                  frames.readRequest();
                  behaviour.on(frames);
                });
        Http2Connection connection = Http2Connection.open(server.target())) {
      return connection.send(Http2Request.get("/")).get(10, TimeUnit.SECONDS);
    }
  }

  private static void assertLost(Outcome outcome, Behaviour behaviour) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> answered(behaviour))
        .havingCause()
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.outcome()).isEqualTo(outcome));
  }
}
