package io.hotupdate.it.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * POSTs by a library that keeps the connections and decides which to use. Each has a body that must
 * not be sent twice, and its answer proves that every byte has come.
 *
 * @param poster the library
 * @param target where to
 * @param longestPause the longest time between an answer and the next request of the same thread;
 *     zero is back to back
 */
public record LibraryPosts(Poster poster, Target target, Duration longestPause) implements Load {
  @Override
  public String kind() {
    return poster.name();
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    URI uri =
        URI.create(
            (target.tls() ? "https" : "http")
                + "://localhost:"
                + target.address().getPort()
                + SmallPost.PATH);
    Optional<Answer> last = Optional.empty();
    while (!stop.requested()) {
      last = Optional.of(exchange(uri, last));
      tally.ok(kind(), last.get());
      if (!longestPause.isZero()) {
        stop.pause(
            Duration.ofNanos(ThreadLocalRandom.current().nextLong(longestPause.toNanos() + 1)));
      }
    }
  }

  private Answer exchange(URI uri, Optional<Answer> last) throws Failure {
    SmallPost post = SmallPost.random();
    Poster.Reply reply;
    try {
      reply = poster.post(uri, post.body());
    } catch (IOException e) {
      throw Trouble.of(e, "post", last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trouble.of(e, "post", last);
    }
    if (reply.status() != 200) {
      throw Trouble.failure(Outcome.SERVER_ERROR, "status " + reply.status(), last);
    }
    if (reply.pid().isEmpty() || !poster.name().endsWith(reply.protocol())) {
      throw Trouble.failure(Outcome.WRONG_BODY, reply.toString(), last);
    }
    Answer answer = new Answer(Long.parseLong(reply.pid()), reply.version());
    if (!reply.body().equals(post.answer(answer))) {
      throw Trouble.failure(Outcome.WRONG_BODY, "'" + reply.body().strip() + "'", last);
    }
    return answer;
  }
}
