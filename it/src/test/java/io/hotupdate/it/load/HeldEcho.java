package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Connections that are held, with a message sent and its echo awaited again and again: one request
 * and one response, both chunked, both as long as the connection. Each echo counts as a request,
 * and so does the end of the response.
 *
 * @param target where to
 * @param hold the life of a connection
 * @param shortestPause the shortest time between an echo and the next message
 * @param longestPause the longest time between an echo and the next message
 */
public record HeldEcho(Target target, Duration hold, Duration shortestPause, Duration longestPause)
    implements Load {
  private static final int LONGEST_MESSAGE = 200;

  @Override
  public String kind() {
    return "held-echo";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      long end = System.nanoTime() + hold.toNanos();
      connection.post(
          "/echo", "Content-Type: application/octet-stream", "Transfer-Encoding: chunked");
      byte[] first = message();
      sendChunk(connection, first);
      Response response = connection.receive();
      expectEcho(response, first, tally);
      while (!stop.requested() && System.nanoTime() < end) {
        stop.pause(somePause());
        byte[] message = message();
        sendChunk(connection, message);
        expectEcho(response, message, tally);
      }
      connection.send(Connection.bytes("0\r\n\r\n"));
      response.body().expectEnd();
      tally.ok(kind(), response.answer());
    }
  }

  private void expectEcho(Response response, byte[] message, Tally tally) throws Failure {
    byte[] echo = new byte[message.length];
    response.body().readFully(echo);
    if (!Arrays.equals(echo, message)) {
      throw response.body().wrong("the echo is not the message");
    }
    tally.ok(kind(), response.answer());
  }

  private static void sendChunk(Connection connection, byte[] message) throws Failure {
    byte[] size = Connection.bytes(String.format(Locale.ROOT, "%x\r\n", message.length));
    byte[] chunk = Arrays.copyOf(size, size.length + message.length + 2);
    System.arraycopy(message, 0, chunk, size.length, message.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    connection.send(chunk);
  }

  private static byte[] message() {
    byte[] message = new byte[ThreadLocalRandom.current().nextInt(1, LONGEST_MESSAGE + 1)];
    ThreadLocalRandom.current().nextBytes(message);
    return message;
  }

  private Duration somePause() {
    return Duration.ofMillis(
        ThreadLocalRandom.current()
            .nextLong(shortestPause.toMillis(), longestPause.toMillis() + 1));
  }
}
