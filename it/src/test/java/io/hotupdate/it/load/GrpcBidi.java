package io.hotupdate.it.load;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * gRPC calls with a stream in both directions: a message is sent after the echo of the one before.
 * Each echo counts as a request, and so does the end of the stream.
 *
 * @param target where to
 * @param life how long the client goes on with a call
 * @param pause between an echo and the next message
 */
public record GrpcBidi(Target target, Duration life, Duration pause) implements Load {
  @Override
  public String kind() {
    return "grpc-bidi";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    ManagedChannel channel = GrpcCalls.channel(target);
    try {
      while (!stop.requested()) {
        call(channel, tally, stop);
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private void call(ManagedChannel channel, Tally tally, Stop stop) throws Failure {
    Received received = new Received(target);
    StreamObserver<String> messages =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(GrpcCalls.BIDI, GrpcCalls.options(target)), received);
    long end = System.nanoTime() + life.toNanos();
    do {
      String text = Long.toHexString(ThreadLocalRandom.current().nextLong());
      messages.onNext(text);
      tally.ok(kind(), received.echo(text));
      stop.pause(pause);
    } while (!stop.requested() && System.nanoTime() < end);
    messages.onCompleted();
    tally.ok(kind(), received.end());
  }

  /** What comes: texts, then the end or what was thrown. */
  private static final class Received implements StreamObserver<String> {
    private static final Object END = new Object();

    private final Target target;
    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private Optional<Answer> last = Optional.empty();

    Received(Target target) {
      this.target = target;
    }

    @Override
    public void onNext(String message) {
      queue.add(message);
    }

    @Override
    public void onError(Throwable thrown) {
      queue.add(thrown);
    }

    @Override
    public void onCompleted() {
      queue.add(END);
    }

    Answer echo(String text) throws Failure {
      Object next = next();
      if (!(next instanceof String message)) {
        throw Trouble.failure(Outcome.TRUNCATED, "the end instead of an echo", last);
      }
      Answer answer = GrpcCalls.answer(message, text, last);
      last = Optional.of(answer);
      return answer;
    }

    Answer end() throws Failure {
      if (next() != END) {
        throw Trouble.failure(Outcome.WRONG_BODY, "a message instead of the end", last);
      }
      return last.orElseThrow();
    }

    private Object next() throws Failure {
      try {
        Object next = queue.poll(target.timeoutMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          throw Trouble.failure(Outcome.TIMEOUT, "no message", last);
        }
        if (next instanceof Throwable thrown) {
          throw Trouble.of(thrown, "a stream in both directions: " + thrown, last);
        }
        return next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a message was awaited", e);
      }
    }
  }
}
