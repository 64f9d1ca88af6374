package io.hotupdate.it.load;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;

/**
 * gRPC calls whose answer is a stream, one after the other, on a channel that is kept for good.
 * Each message counts as a request, and so does the end of the stream.
 *
 * @param target where to
 * @param messages the number of messages of a stream
 * @param pause the time the server takes for each
 */
public record GrpcStreams(Target target, int messages, Duration pause) implements Load {
  @Override
  public String kind() {
    return "grpc-streams";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    ManagedChannel channel = GrpcCalls.channel(target);
    try {
      while (!stop.requested()) {
        call(channel, tally);
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private void call(ManagedChannel channel, Tally tally) throws Failure {
    Optional<Answer> last = Optional.empty();
    try {
      Iterator<String> answers =
          ClientCalls.blockingServerStreamingCall(
              channel,
              GrpcCalls.STREAM,
              GrpcCalls.options(target),
              messages + " " + pause.toMillis());
      int count = 0;
      while (answers.hasNext()) {
        last = Optional.of(GrpcCalls.answer(answers.next(), Integer.toString(count++), last));
        tally.ok(kind(), last.get());
      }
      if (count != messages || last.isEmpty()) {
        throw Trouble.failure(Outcome.TRUNCATED, count + " messages of " + messages, last);
      }
      tally.ok(kind(), last.get());
    } catch (StatusRuntimeException e) {
      throw Trouble.of(e, "a stream of messages: " + e.getStatus(), last);
    }
  }
}
