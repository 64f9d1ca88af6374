package io.hotupdate.it.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Texts sent by WebSocket, each after the echo of the one before. Each echo counts as a request. A
 * close by the server between two of them loses nothing.
 *
 * @param target where to
 * @param life the longest use of a connection
 * @param pause the longest time between an echo and the next text; the shortest is half of it
 */
public record WebSockets(Target target, Duration life, Duration pause) implements Load {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().sslContext(Encrypted.context()).build();

  @Override
  public String kind() {
    return "websocket";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    Received received = new Received();
    WebSocket socket = open(received);
    Optional<Answer> last = Optional.empty();
    try {
      long end = System.nanoTime() + life.toNanos();
      while (!stop.requested() && System.nanoTime() < end) {
        if (!received.queue.isEmpty()) {
          received.expectClose(last);
          return;
        }
        String text = Long.toHexString(ThreadLocalRandom.current().nextLong());
        send(socket, text, last);
        last = Optional.of(received.echo(text, target.timeout(), last));
        tally.ok(kind(), last.get());
        stop.pause(somePause());
      }
      if (received.queue.isEmpty()) {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        received.closed(target.timeout(), last);
      }
    } catch (CompletionException e) {
      // The server's close has crossed ours: nothing is lost.
      received.expectClose(last);
    } finally {
      socket.abort();
    }
  }

  private Duration somePause() {
    long half = pause.toMillis() / 2;
    return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
  }

  private WebSocket open(Received received) throws Failure {
    String scheme = target.tls() ? "wss" : "ws";
    URI uri = URI.create(scheme + "://localhost:" + target.address().getPort() + "/ws");
    try {
      return CLIENT
          .newWebSocketBuilder()
          .connectTimeout(target.timeout())
          .buildAsync(uri, received)
          .join();
    } catch (CompletionException e) {
      throw Trouble.of(e, "open " + uri, Optional.empty());
    }
  }

  private static void send(WebSocket socket, String text, Optional<Answer> last) throws Failure {
    try {
      socket.sendText(text, true).join();
    } catch (CompletionException e) {
      throw Trouble.of(e, "send a text", last);
    }
  }

  /** What has come: texts, each after the letter T, or the reason for the end. */
  private static final class Received implements WebSocket.Listener {
    private static final String TEXT = "T";
    private static final String CLOSE = "closed with ";

    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        queue.add(TEXT + part);
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      queue.add(CLOSE + status + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      queue.add("ended by " + error);
    }

    Answer echo(String text, Duration timeout, Optional<Answer> last) throws Failure {
      String message = next(timeout, last);
      if (!message.startsWith(TEXT)) {
        throw Trouble.failure(Outcome.EOF_BEFORE_RESPONSE, message, last);
      }
      return Identified.parse(message.substring(TEXT.length()), text)
          .orElseThrow(() -> Trouble.failure(Outcome.WRONG_BODY, "no echo: " + message, last));
    }

    /** The server has ended the connection while nothing was under way: it must have said so. */
    void expectClose(Optional<Answer> last) throws Failure {
      closed(Duration.ofSeconds(1), last);
    }

    void closed(Duration timeout, Optional<Answer> last) throws Failure {
      String message = next(timeout, last);
      if (!message.startsWith(CLOSE)) {
        throw Trouble.failure(Outcome.TRUNCATED, message, last);
      }
    }

    private String next(Duration timeout, Optional<Answer> last) throws Failure {
      try {
        String message = queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (message == null) {
          throw Trouble.failure(Outcome.TIMEOUT, "nothing came in " + timeout, last);
        }
        return message;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a text was awaited", e);
      }
    }
  }
}
