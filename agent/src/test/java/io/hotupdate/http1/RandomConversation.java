package io.hotupdate.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.http1.RandomMessages.After;
import io.hotupdate.http1.RandomMessages.Exchange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One conversation, cut at random. It knows where each message begins, and from that what the
 * client must see; it never reads a message.
 */
final class RandomConversation {
  private final Random random;
  private final boolean pipelined;
  private final boolean racing;
  private final Wire wire;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final boolean[] closes;
  private final boolean[] decided;
  // What is said to the client before a request that has not come yet.
  private final String[] unasked;
  private final byte[] allRequests;
  private final byte[] allResponses;
  private final int[] requestEnds;
  private final int[] responseEnds;
  // Bytes of all requests that the server has read, and of all responses that it has written.
  private int read;
  private int written;
  private int already;

  RandomConversation(Random random) {
    this.random = random;
    boolean nasty = random.nextBoolean();
    pipelined = random.nextInt(3) > 0;
    racing = random.nextBoolean();
    int count = 1 + random.nextInt(6);
    RandomMessages messages = new RandomMessages(random, nasty);
    for (int i = 0; i < count; i++) {
      exchanges.add(messages.next(i == count - 1));
    }
    requestEnds = new int[count + 1];
    responseEnds = new int[count + 1];
    for (int i = 0; i < count; i++) {
      requestEnds[i + 1] = requestEnds[i] + exchanges.get(i).request().length();
      responseEnds[i + 1] = responseEnds[i] + exchanges.get(i).response().length();
    }
    allRequests = Wire.bytes(String.join("", exchanges.stream().map(Exchange::request).toList()));
    allResponses = Wire.bytes(String.join("", exchanges.stream().map(Exchange::response).toList()));
    closes = new boolean[count];
    decided = new boolean[count];
    unasked = new String[count];
    Arrays.fill(unasked, "");
    wire = new Wire(start());
  }

  /** Begins in the middle if the client waits for its responses. */
  private Conversation.Start start() {
    Exchange first = exchanges.get(0);
    int kind = random.nextInt(4);
    if (pipelined || kind < 2 || exchanges.size() == 1 || first.request().startsWith("CONNECT")) {
      return Conversation.Start.FRESH;
    }
    read = first.request().length();
    if (kind == 2) {
      return first.request().trim().startsWith("HEAD")
          ? Conversation.Start.ASKED_HEAD
          : Conversation.Start.ASKED;
    }
    // Nothing of a response that has begun is touched.
    decided[0] = true;
    written =
        first.interims().length()
            + 1
            + random.nextInt(first.response().length() - first.interims().length());
    already = written;
    return Conversation.Start.ANSWERED;
  }

  void run() {
    int total = responsesBefore(exchanges.size());
    for (int i = 0; i < 3; i++) {
      clientSpeaks();
    }
    for (int turns = 0; written < total; turns++) {
      assertThat(turns).as("turns until all is written").isLessThan(100_000);
      if (random.nextBoolean()) {
        clientSpeaks();
      } else if (random.nextInt(10) == 0) {
        serverSpeaksUnasked();
      }
      if (mayWrite() > written) {
        serverWrites();
      } else {
        clientSpeaks();
      }
    }
    assertThat(wire.client()).isEqualTo(expected());
    assertThat(wire.conversation.saidClose()).isEqualTo(anyCloses());
    assertThat(wire.progress()).isEqualTo(lastProgress());
  }

  private Progress lastProgress() {
    return switch (exchanges.get(exchanges.size() - 1).after()) {
      case NEXT, REFUSED ->
          read < requestsBefore(exchanges.size()) ? wire.progress() : Progress.NONE;
      case UPGRADED -> Progress.UPGRADED;
      case ENDS_WITH_CONNECTION -> Progress.OPEN;
    };
  }

  private boolean anyCloses() {
    boolean any = false;
    for (boolean one : closes) {
      any |= one;
    }
    return any;
  }

  private String expected() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < exchanges.size(); i++) {
      all.append(unasked[i]);
      all.append(exchanges.get(i).expected(closes[i]));
    }
    return all.substring(already);
  }

  private int requestsBefore(int number) {
    return requestEnds[number];
  }

  private int responsesBefore(int number) {
    return responseEnds[number];
  }

  /** How many requests have shown a byte that is not empty. */
  private int begun() {
    int begun = 0;
    while (begun < exchanges.size()
        && read > requestsBefore(begun) + exchanges.get(begun).blank()) {
      begun++;
    }
    return begun;
  }

  private void clientSpeaks() {
    int limit = mayRead();
    if (read < limit) {
      int size =
          1 + random.nextInt(random.nextBoolean() ? limit - read : Math.min(4, limit - read));
      int from = read;
      read += size;
      wire.receive(Arrays.copyOfRange(allRequests, from, read));
    }
  }

  /** A client that does not pipeline waits for the whole response, and all do after CONNECT. */
  private int mayRead() {
    int number = 0;
    while (number < exchanges.size()) {
      boolean waits = !pipelined || exchanges.get(number).after() == After.REFUSED;
      number++;
      if (waits && written < responsesBefore(number)) {
        break;
      }
    }
    return requestsBefore(number);
  }

  /** A server has read a request's first line when it answers. */
  private int mayWrite() {
    int number = 0;
    while (number < exchanges.size()
        && read >= requestsBefore(number) + lineOf(exchanges.get(number))) {
      number++;
    }
    return responsesBefore(number);
  }

  private static int lineOf(Exchange exchange) {
    String request = exchange.request();
    // An answer before all of the head has come is possible, one to CONNECT is not.
    return exchange.after() == After.NEXT
        ? request.indexOf('\n', exchange.blank()) + 1
        : request.length();
  }

  /** As servers do when a client is idle for long. */
  private void serverSpeaksUnasked() {
    for (int i = 0; i < exchanges.size(); i++) {
      if (read == requestsBefore(i) && written == responsesBefore(i) && unasked[i].isEmpty()) {
        unasked[i] = RandomMessages.UNASKED;
        int taking = random.nextInt(4);
        wire.writeAll(Wire.bytes(unasked[i]), offered -> take(taking, offered));
      }
    }
  }

  private void serverWrites() {
    int most = mayWrite() - written;
    int to =
        written
            + (random.nextInt(3) == 0
                ? most
                : 1 + random.nextInt(random.nextBoolean() ? most : Math.min(4, most)));
    int taking = random.nextInt(4);
    while (written < to) {
      int from = written;
      int known = begun();
      boolean[] whole = {false};
      Wire.Step step =
          wire.offer(
              allResponses,
              from,
              to,
              offered -> {
                long taken = take(taking, offered);
                whole[0] = taken == offered;
                return taken;
              },
              () -> {
                if (racing && whole[0] && random.nextInt(4) == 0) {
                  race(from, to);
                }
              });
      boolean done = step.taken() > 0 || step.reported() > 0;
      decide(from, from + (done ? (int) Math.max(step.consumed(), step.reported()) : 0), known);
      written += (int) Math.max(0, step.reported());
    }
  }

  /** The client has the bytes, and answers, before the server has returned from its write. */
  private void race(int from, int to) {
    written = to;
    clientSpeaks();
    written = from;
  }

  private long take(int taking, int offered) {
    return switch (taking) {
      case 0, 1 -> offered;
      case 2 -> random.nextInt(-1, offered + 1);
      default -> random.nextInt(-1, Math.min(3, offered + 1));
    };
  }

  /** A response says close if no request behind it was known when its first line went out. */
  private void decide(int from, int to, int known) {
    for (int i = 0; i < exchanges.size(); i++) {
      Exchange exchange = exchanges.get(i);
      int end = responsesBefore(i) + exchange.interims().length() + exchange.status().length() - 1;
      if (!decided[i] && from <= end && end < to) {
        decided[i] = true;
        closes[i] = known == i + 1 && exchange.after() != After.UPGRADED;
      }
    }
  }
}
