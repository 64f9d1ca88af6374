package io.hotupdate.generation;

import io.hotupdate.listener.Listeners;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Watches, in a successor, until the application accepts on every listener it must take over. */
final class Readiness {
  private static final Duration TICK = Duration.ofMillis(25);

  private final Listeners listeners;
  private final Duration limit;

  Readiness(Listeners listeners, Duration limit) {
    this.listeners = listeners;
    this.limit = limit;
  }

  /**
   * Begins, on a thread of its own.
   *
   * @param waiting is called with what is missing, each time this changes
   * @param ready is called once, when nothing is
   * @param late is called once, when it has taken longer than the limit
   * @param unusable is called once, when this generation must not be used, with the reason
   */
  void watch(Consumer<String> waiting, Runnable ready, Runnable late, Consumer<String> unusable) {
    DaemonThread.start(
        "ready",
        () -> {
          try {
            if (awaitReady(waiting)) {
              ready.run();
            } else {
              late.run();
            }
          } catch (IOException e) {
            unusable.accept(e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private boolean awaitReady(Consumer<String> waiting) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<String> before = List.of();
    while (System.nanoTime() - begin < limit.toNanos()) {
      List<String> missing = listeners.missing();
      if (missing.isEmpty()) {
        return true;
      }
      if (!missing.equals(before)) {
        waiting.accept(String.join("; ", missing));
        before = missing;
      }
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    }
    return false;
  }
}
