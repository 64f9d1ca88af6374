package io.hotupdate.it.storm;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Successors that are rolled back, while they start, take over, or are in their probation. */
final class Rollbacks {
  private static final int LATEST = 2500;
  private static final int LONGEST_ANSWER = 1024;

  private Rollbacks() {}

  static String successor(Stage stage, Random random) {
    Duration moment = Moment.upTo(random, LATEST);
    boolean askSuccessor = random.nextBoolean();
    stage.deployNext();
    stage.askForUpdate();
    Optional<Long> successor = stage.awaitSuccessor();
    if (successor.isEmpty()) {
      return "no successor";
    }
    Stage.pause(moment);
    String answer = ask(stage.controlSocket(stage.serving()));
    if (askSuccessor) {
      // What the predecessor has begun already, it is asked for once more.
      answer += ", " + ask(stage.controlSocket(successor.get()));
    }
    return "pid " + successor.get() + " after " + moment.toMillis() + " ms: " + answer;
  }

  /** As the command line does; whether it is done or refused depends on the moment. */
  private static String ask(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap("rollback\n".getBytes(StandardCharsets.UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
      int read = channel.read(answer);
      return read <= 0
          ? "no answer"
          : new String(answer.array(), 0, read, StandardCharsets.UTF_8).lines().findFirst().get();
    } catch (IOException gone) {
      return "nobody to ask: " + gone.getMessage();
    }
  }
}
