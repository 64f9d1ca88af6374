package io.hotupdate.it.load;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Unary gRPC calls, one after the other, on a channel that is kept for good.
 *
 * @param target where to
 * @param pause after each call
 */
public record GrpcUnary(Target target, Duration pause) implements Load {
  @Override
  public String kind() {
    return "grpc-unary";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    ManagedChannel channel = GrpcCalls.channel(target);
    Optional<Answer> last = Optional.empty();
    try {
      while (!stop.requested()) {
        String text = Long.toHexString(ThreadLocalRandom.current().nextLong());
        String received =
            ClientCalls.blockingUnaryCall(
                channel, GrpcCalls.UNARY, GrpcCalls.options(target), text);
        last = Optional.of(GrpcCalls.answer(received, text, last));
        tally.ok(kind(), last.get());
        stop.pause(pause);
      }
    } catch (StatusRuntimeException e) {
      throw Trouble.of(e, "a unary call: " + e.getStatus(), last);
    } finally {
      channel.shutdownNow();
    }
  }
}
