package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Many requests at once on a connection with HTTP/2: as often as one is answered another is sent,
 * until the server says GOAWAY. Then those under way are waited for, and the next ones go to a new
 * connection. Most are small POSTs; some take a while, and some have a large answer.
 *
 * @param target where to
 * @param streams the number of requests at once
 * @param pause before each request
 */
public record Http2Streams(Target target, int streams, Duration pause) implements Load {
  private static final int DOWNLOAD = 200_000;

  @Override
  public String kind() {
    return "http2";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    Semaphore free = new Semaphore(streams);
    try (Http2Connection connection = Http2Connection.open(target)) {
      while (connection.usable() && !stop.requested()) {
        if (!acquire(free, 1)) {
          break;
        }
        if (connection.usable()) {
          start(connection, tally, free);
        } else {
          free.release();
        }
        stop.pause(pause);
      }
      // What has not come by then counts once for all: the connection hangs.
      if (!acquire(free, streams)) {
        throw Trouble.failure(
            Outcome.TIMEOUT,
            (streams - free.availablePermits()) + " streams have no answer",
            Optional.empty());
      }
    }
  }

  private boolean acquire(Semaphore free, int permits) {
    try {
      return free.tryAcquire(permits, target.timeoutMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while answers were awaited", e);
    }
  }

  private void start(Http2Connection connection, Tally tally, Semaphore free) {
    int choice = ThreadLocalRandom.current().nextInt(20);
    if (choice == 0) {
      Http2Request download = Http2Request.get("/download?bytes=" + DOWNLOAD + "&seconds=0.5");
      start(connection, download, Http2Streams::checkDownload, tally, free);
    } else if (choice == 1) {
      start(
          connection,
          Http2Request.get("/?sleep=0.5"),
          (response, answer) -> response.expect(answer + "\n"),
          tally,
          free);
    } else {
      SmallPost post = SmallPost.random();
      start(
          connection,
          Http2Request.post(SmallPost.PATH, post.body()),
          (response, answer) -> response.expect(post.answer(answer)),
          tally,
          free);
    }
  }

  private void start(
      Http2Connection connection, Http2Request request, Check check, Tally tally, Semaphore free) {
    var unused =
        connection
            .send(request)
            .whenComplete(
                (response, thrown) -> {
                  try {
                    count(response, thrown, check, tally);
                  } finally {
                    free.release();
                  }
                });
  }

  private void count(Http2Response response, Throwable thrown, Check check, Tally tally) {
    try {
      if (thrown == null) {
        Answer answer = response.answer();
        check.of(response, answer);
        tally.ok(kind(), answer);
      } else {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof Failure failure) {
          tally.failed(kind(), failure);
        } else if (!(cause instanceof Http2Stream.NotSent)) {
          tally.failed(kind(), Trouble.of(cause, "a stream", Optional.empty()));
        }
      }
    } catch (Failure failure) {
      tally.failed(kind(), failure);
    }
  }

  private static void checkDownload(Http2Response response, Answer answer) throws Failure {
    if (response.body().length != DOWNLOAD || !DownloadBytes.isStart(response.body())) {
      throw response.failure(
          Outcome.WRONG_BODY, response.body().length + " bytes, or wrong ones, by " + answer);
    }
  }

  private interface Check {
    void of(Http2Response response, Answer answer) throws Failure;
  }
}
