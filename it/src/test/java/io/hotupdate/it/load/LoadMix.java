package io.hotupdate.it.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Several loads at once. Ends their threads when closed. */
public final class LoadMix implements AutoCloseable {
  private static final Duration AFTER_FAILURE = Duration.ofMillis(10);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(90);

  private final Tally tally;
  private final Stop stop = new Stop();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<Optional<Throwable>> broken =
      new AtomicReference<>(Optional.empty());

  /** No load yet. */
  public LoadMix() {
    this(new Tally());
  }

  /** No load yet, and a count that goes on. */
  public LoadMix(Tally tally) {
    this.tally = tally;
  }

  /** Starts the load, in so many threads, at once. */
  public LoadMix start(int count, Load load) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(() -> run(load), load.kind() + "-" + i);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> broken.set(Optional.of(e)));
      threads.add(thread);
      thread.start();
    }
    return this;
  }

  private void run(Load load) {
    while (!stop.requested()) {
      try {
        load.useConnection(tally, stop);
      } catch (Failure failure) {
        tally.failed(load.kind(), failure);
        stop.pause(AFTER_FAILURE);
      }
    }
  }

  /** What has been counted up to now. */
  public Tally tally() {
    return tally;
  }

  /**
   * Lets every thread finish the request it is at, for at most 90 seconds together.
   *
   * @return the final count
   * @throws IllegalStateException when a thread does not end, or ended with an exception that is no
   *     loss but a defect of the load
   */
  public Tally stop() {
    stop.request();
    long deadline = System.nanoTime() + LONGEST_STOP.toNanos();
    for (Thread thread : threads) {
      join(thread, deadline);
    }
    broken
        .get()
        .ifPresent(
            e -> {
              throw new IllegalStateException("a load broke", e);
            });
    return tally;
  }

  private static void join(Thread thread, long deadline) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("load " + thread.getName() + " does not end");
    }
  }

  /** Stops, if that has not been done, and leaves the count unread. */
  @Override
  public void close() {
    stop();
  }
}
