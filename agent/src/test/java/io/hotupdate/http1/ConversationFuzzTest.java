package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * However a client and a server cut what they say, and whatever the system takes of it: the client
 * sees whole responses, the last one with our line. More than the build does: {@code
 * -Dhotupdate.fuzz.seconds=90} for each test, from a seed: {@code -Dhotupdate.fuzz.seed=1}.
 */
class ConversationFuzzTest {
  private static final int ROUNDS = 500;

  @Test
  void every_client_sees_whole_responses_and_close_in_the_last_one() {
    repeat(seed -> new RandomConversation(new Random(seed)).run());
  }

  @Test
  void no_byte_of_anything_else_is_changed() {
    repeat(ConversationFuzzTest::somethingElse);
  }

  private static void repeat(LongConsumer round) {
    long seed = Long.getLong("hotupdate.fuzz.seed", 1);
    long nanos = TimeUnit.SECONDS.toNanos(Long.getLong("hotupdate.fuzz.seconds", 0));
    long begin = System.nanoTime();
    for (int i = 0; i < ROUNDS || System.nanoTime() - begin < nanos; i++, seed++) {
      try {
        round.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with -Dhotupdate.fuzz.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void somethingElse(long seed) {
    Random random = new Random(seed);
    Conversation.Start[] starts = Conversation.Start.values();
    Wire wire = new Wire(starts[random.nextInt(starts.length)]);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      wire.asks(piece(random));
      String written = piece(random);
      all.append(written);
      wire.writeAll(Wire.bytes(written), offered -> random.nextInt(-1, offered + 1));
    }
    assertThat(wire.client()).isEqualTo(all.toString());
    assertThat(wire.conversation.saidClose()).isFalse();
  }

  /** Something that may hold HTTP, but does not begin with it. */
  private static String piece(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(30)];
    random.nextBytes(bytes);
    String[] words = {
      "*1\r\n$4\r\nPING\r\n",
      "+OK\r\n",
      "220 mail ESMTP\r\n",
      "EHLO a b\r\n",
      "\u0016\u0003\u0001",
      Wire.text(bytes),
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "GET /\r\n",
      "SSH-2.0-x\r\n",
      "HTTP/1.x",
      "get a HTTP/2.0\r\n",
      "HTTP/2 200\r\n"
    };
    String first = words[random.nextInt(words.length)];
    return first
        + (random.nextBoolean() ? "~" + Messages.GET + Messages.ok("Connection: close\r\n") : "");
  }
}
