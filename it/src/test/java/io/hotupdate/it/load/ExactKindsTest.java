package io.hotupdate.it.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Loads that keep their connections see what they lose, and count each request of it. */
class ExactKindsTest {
  private static final String CLOSE = "Connection: close\r\n";

  private final Tally tally = new Tally();
  private final Stop stop = new Stop();

  @Test
  void a_thinking_client_that_is_told_to_close_sends_nothing_more() throws Exception {
    use(ExactKindsTest::thinking, socket -> answer(socket, CLOSE));
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void a_thinking_client_loses_what_crosses_a_close_it_was_not_told_of() throws IOException {
    assertLost(
        ExactKindsTest::thinking,
        socket -> {
          answer(socket, "");
          FakeServer.readHead(socket);
        });
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  @Test
  void an_answer_to_another_post_is_wrong() throws IOException {
    assertLost(
        ExactKindsTest::thinking,
        socket ->
            FakeServer.write(
                socket, FakeServer.answerToPost(socket, "").replace("crc32=", "crc32=0")));
  }

  @Test
  void a_connection_idle_over_an_update_is_used_again_after_it() throws Exception {
    Updates updates = new Updates();
    use(
        target -> new IdleOverUpdate(target, updates),
        socket -> {
          answer(socket, "");
          updates.done();
          answer(socket, CLOSE);
        });
    assertThat(tally.count(Outcome.OK)).isEqualTo(2);
  }

  @Test
  void a_connection_closed_while_idle_loses_nothing() throws Exception {
    use(target -> new IdleOverUpdate(target, new Updates()), socket -> answer(socket, ""));
    assertThat(tally.count(Outcome.OK)).isOne();
    assertThat(tally.failures()).isZero();
  }

  @Test
  void a_close_that_crosses_the_request_after_an_update_is_a_loss() throws IOException {
    Updates updates = new Updates();
    assertLost(
        target -> new IdleOverUpdate(target, updates),
        socket -> {
          answer(socket, "");
          updates.done();
          FakeServer.readHead(socket);
        });
  }

  @Test
  void pipelined_requests_are_answered_in_their_order() throws Exception {
    use(
        target -> new Pipelined(target, 3, Duration.ofMillis(1)),
        socket -> {
          answer(socket, "");
          answer(socket, "");
          answer(socket, CLOSE);
        });
    assertThat(tally.count(Outcome.OK)).isEqualTo(3);
    assertThat(tally.failures()).isZero();
  }

  @Test
  void pipelined_requests_after_an_answer_that_says_close_are_all_lost() throws IOException {
    assertLost(
        target -> new Pipelined(target, 4, Duration.ofMillis(1)),
        socket -> {
          answer(socket, CLOSE);
          answer(socket, "");
        });
    assertThat(tally.count(Outcome.OK)).isOne();
    assertThat(tally.failures()).as("besides the one that is thrown").isEqualTo(2);
  }

  @Test
  void pipelined_requests_without_an_answer_are_all_lost() throws IOException {
    assertLost(
        target -> new Pipelined(target, 4, Duration.ofMillis(1)),
        socket -> {
          answer(socket, "");
          FakeServer.readHead(socket);
        });
    assertThat(tally.count(Outcome.OK)).isOne();
    assertThat(tally.failures()).as("besides the one that is thrown").isEqualTo(2);
  }

  @Test
  void pipelined_answers_in_another_order_are_wrong() throws IOException {
    assertLost(
        target -> new Pipelined(target, 2, Duration.ofMillis(1)),
        socket -> {
          String first = FakeServer.answerToPost(socket, "");
          FakeServer.write(socket, FakeServer.answerToPost(socket, "") + first);
        });
    assertThat(tally.count(Outcome.OK)).isZero();
  }

  @Test
  void a_streamed_response_with_a_wrong_byte_is_wrong() throws IOException {
    assertLost(
        ExactKindsTest::streamed,
        socket -> {
          FakeServer.readHead(socket);
          FakeServer.write(
              socket,
              FakeServer.HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\n\0\1\2\4\r\n0\r\n\r\n");
        });
  }

  @Test
  void a_streamed_response_without_its_end_is_lost() throws IOException {
    assertLost(
        ExactKindsTest::streamed,
        socket -> {
          FakeServer.readHead(socket);
          FakeServer.write(
              socket, FakeServer.HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\n\0\1\2\3\r\n");
        });
  }

  @Test
  void the_request_after_a_streamed_response_is_lost_if_the_server_closes() throws IOException {
    assertLost(
        ExactKindsTest::streamed,
        socket -> {
          FakeServer.readHead(socket);
          FakeServer.write(
              socket,
              FakeServer.HEAD + "Transfer-Encoding: chunked\r\n\r\n4\r\n\0\1\2\3\r\n0\r\n\r\n");
        });
    assertThat(tally.count(Outcome.OK)).isOne();
  }

  private static Load thinking(Target target) {
    return new ThinkTimes(target, Duration.ofMillis(2));
  }

  private static Load streamed(Target target) {
    return new StreamedResponses(target, 4, Duration.ZERO);
  }

  private static void answer(Socket socket, String headerLines) throws IOException {
    FakeServer.write(socket, FakeServer.answerToPost(socket, headerLines));
  }

  private void use(Function<Target, Load> load, FakeServer.Behaviour behaviour) throws Exception {
    try (FakeServer server = new FakeServer(behaviour)) {
      load.apply(server.target()).useConnection(tally, stop);
      assertThat(server.connections()).isOne();
    }
  }

  private void assertLost(Function<Target, Load> load, FakeServer.Behaviour behaviour)
      throws IOException {
    try (FakeServer server = new FakeServer(behaviour)) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> load.apply(server.target()).useConnection(tally, stop));
      assertThat(server.connections()).isOne();
    }
  }
}
