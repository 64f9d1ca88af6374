package io.hotupdate.it.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A gRPC call that is lost is seen, and not repeated. */
class ExactGrpcClientTest {
  private static final List<String> GRPC = List.of("content-type", "application/grpc");
  private static final List<String> OK = List.of("grpc-status", "0");
  private static final Duration NONE = Duration.ZERO;

  private final Tally tally = new Tally();

  private interface Behaviour {
    void on(Frames frames) throws IOException;
  }

  @Test
  void a_stream_with_all_its_messages_is_counted_message_by_message() throws IOException {
    Stop stop = new Stop();
    try (FakeServer server =
        serving(
            frames -> {
              frames.head(false, GRPC);
              frames.data(false, message("pid=7 version=3 0"));
              frames.data(false, message("pid=7 version=3 1"));
              stop.request();
              frames.trailers(OK);
            })) {
      assertNothingLost(new GrpcStreams(server.target(), 2, NONE), stop);
    }
    assertThat(tally.count(Outcome.OK)).isEqualTo(3);
  }

  @Test
  void a_stream_that_ends_too_early_is_lost() throws IOException {
    assertLost(
        target -> new GrpcStreams(target, 2, NONE),
        frames -> {
          frames.head(false, GRPC);
          frames.data(false, message("pid=7 version=3 0"));
          frames.trailers(OK);
        });
  }

  @Test
  void a_call_that_is_reset_is_lost() throws IOException {
    assertLost(target -> new GrpcUnary(target, NONE), Frames::reset);
  }

  @Test
  void a_call_that_goaway_leaves_out_is_lost() throws IOException {
    assertLost(target -> new GrpcUnary(target, NONE), Frames::goAwayWithoutIt);
  }

  @Test
  void a_call_whose_connection_ends_is_lost() throws IOException {
    assertLost(target -> new GrpcUnary(target, NONE), frames -> {});
  }

  @Test
  void an_answer_that_is_no_echo_is_wrong() throws IOException {
    assertLost(
        target -> new GrpcUnary(target, NONE),
        frames -> {
          frames.head(false, GRPC);
          frames.data(false, message("pid=7 version=3 wrong"));
          frames.trailers(OK);
        });
  }

  @Test
  void a_stream_in_both_directions_that_is_cut_is_lost() throws IOException {
    try (FakeServer server = new FakeServer(socket -> new Frames(socket).head(false, GRPC))) {
      assertLost(new GrpcBidi(server.target(), Duration.ofSeconds(5), NONE));
    }
  }

  private void assertNothingLost(Load load, Stop stop) {
    assertThatCode(() -> load.useConnection(tally, stop)).doesNotThrowAnyException();
  }

  private void assertLost(Function<Target, Load> load, Behaviour behaviour) throws IOException {
    try (FakeServer server = serving(behaviour)) {
      assertLost(load.apply(server.target()));
      assertThat(server.connections()).isOne();
    }
  }

  private void assertLost(Load load) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> load.useConnection(tally, new Stop()))
        .extracting(Failure::outcome)
        .as("it is known that it is lost")
        .isNotEqualTo(Outcome.TIMEOUT);
  }

  private static FakeServer serving(Behaviour behaviour) {
    return new FakeServer(
        socket -> {
          Frames frames = new Frames(socket);
          frames.readRequest();
          behaviour.on(frames);
        });
  }

  /** A message is its length behind a byte that says whether it is compressed. */
  private static byte[] message(String text) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {0, 0, 0, 0, (byte) text.length()});
    message.writeBytes(text.getBytes(US_ASCII));
    return message.toByteArray();
  }
}
