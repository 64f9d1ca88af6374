package io.hotupdate.probe;

import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import io.hotupdate.settings.HttpTarget;
import io.hotupdate.settings.WarmUpPlan;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Plays requests against the application, a few at once, so that the JVM compiles what they use.
 */
public final class WarmUp {
  private static final int MOST_AT_ONCE = 4;

  private final WarmUpPlan plan;
  private final HttpClient client;
  private final Executor threads;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicReference<Optional<String>> firstFailure =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * @param threads runs each task on a thread of its own
   */
  public WarmUp(WarmUpPlan plan, Entrance entrance, Executor threads) {
    this.plan = plan;
    this.client = new HttpClient(entrance, "warm-up");
    this.threads = threads;
  }

  /**
   * Plays the requests, and says how it went. Whatever happens to them, this returns in time; what
   * is not answered by then is cut off. To be called once.
   *
   * @param limit for all of them together
   */
  public void run(Duration limit) throws InterruptedException {
    long begin = System.nanoTime();
    int atOnce =
        Math.min(plan.count(), Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
    CountDownLatch running = new CountDownLatch(atOnce);
    for (int i = 0; i < atOnce; i++) {
      threads.execute(
          () -> {
            try {
              play();
            } finally {
              running.countDown();
            }
          });
    }
    boolean inTime = running.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    // First, so that what is cut off now does not count as a failure of the application.
    String result = result(Duration.ofNanos(System.nanoTime() - begin));
    if (inTime && !ended.get()) {
      Log.info("warm-up: " + result);
    } else {
      String why = inTime ? "clients are served already" : "no time is left for more";
      Log.warn("warm-up cut short, " + why + ": " + result);
    }
    end();
  }

  private void end() {
    ended.set(true);
    try {
      client.end();
    } catch (IOException e) {
      Log.warn("warm-up: " + e.getMessage());
    }
  }

  private void play() {
    int index = begun.getAndIncrement();
    while (index < plan.count() && !ended.get()) {
      play(plan.targets().get(index % plan.targets().size()));
      index = begun.getAndIncrement();
    }
  }

  private void play(HttpTarget target) {
    try {
      OptionalInt status = client.get(target, Probe.ANSWER_LIMIT);
      if (status.isEmpty()) {
        ended.set(true);
      } else if (Probe.isGood(status.getAsInt())) {
        answered.incrementAndGet();
      } else {
        fail(target + " was answered " + status.getAsInt());
      }
    } catch (SocketTimeoutException e) {
      fail(target + " was not answered within " + Probe.ANSWER_LIMIT.toSeconds() + " s");
    } catch (IOException e) {
      fail(target + ": " + HttpClient.reason(e));
    }
  }

  private void fail(String why) {
    failed.incrementAndGet();
    firstFailure.compareAndSet(Optional.empty(), Optional.of(why));
  }

  private String result(Duration time) {
    int good = answered.get();
    int bad = failed.get();
    int all = good + bad;
    return (all == plan.count() ? "" : all + " of ")
        + plan.count()
        + " requests in "
        + Durations.format(time)
        + ", "
        + bad
        + " not answered with success"
        + firstFailure.get().map(why -> ", the first: " + why).orElse("");
  }
}
