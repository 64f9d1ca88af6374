package io.hotupdate.generation;

import io.hotupdate.listener.Listeners;
import io.hotupdate.probe.Entrance;
import io.hotupdate.probe.Probe;
import io.hotupdate.probe.WarmUp;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Watches, in a successor, until it is ready: the application accepts on every listener it must
 * take over, its probe is answered well, and its warm-up is done.
 */
final class Readiness {
  private static final Duration TICK = Duration.ofMillis(25);

  // Each look is a request that the application sees and may log.
  private static final Duration PROBE_TICK = Duration.ofMillis(200);

  private final Listeners listeners;
  private final Duration limit;
  private final Optional<Probe> probe;
  private final Optional<WarmUp> warmUp;

  Readiness(Listeners listeners, Settings settings) {
    Entrance entrance = new OwnEntrance(listeners);
    this.listeners = listeners;
    this.limit = settings.readyTimeout();
    this.probe = settings.probe().map(target -> new Probe(target, entrance));
    this.warmUp =
        settings
            .warmUp()
            .map(plan -> new WarmUp(plan, entrance, task -> DaemonThread.start("warm-up", task)));
  }

  /** What is missing, in words; empty if nothing is. */
  private interface Look {
    String missing() throws IOException;
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
    if (!await(begin, TICK, () -> String.join("; ", listeners.missing()), waiting)) {
      return false;
    }
    if (probe.isPresent()) {
      // The first answer may be long in coming.
      waiting.accept(probe.get().notYet());
      if (!await(begin, PROBE_TICK, () -> probe.get().missing().orElse(""), waiting)) {
        return false;
      }
    }
    if (warmUp.isPresent()) {
      waiting.accept("the warm-up has not ended yet");
      warmUp.get().run(limit.minus(sincePredecessorCounts(begin)).dividedBy(2));
    }
    return true;
  }

  private boolean await(long begin, Duration tick, Look look, Consumer<String> waiting)
      throws IOException, InterruptedException {
    String before = "";
    while (System.nanoTime() - begin < limit.toNanos()) {
      String missing = look.missing();
      if (missing.isEmpty()) {
        return true;
      }
      if (!missing.equals(before)) {
        waiting.accept(missing);
        before = missing;
      }
      TimeUnit.NANOSECONDS.sleep(tick.toNanos());
    }
    return false;
  }

  /** The predecessor's ready timeout has been running since it started this process. */
  private Duration sincePredecessorCounts(long begin) {
    Duration here = Duration.ofNanos(System.nanoTime() - begin);
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        // The clock may have been set since.
        .filter(age -> age.compareTo(here) > 0 && age.compareTo(limit) < 0)
        .orElse(here);
  }
}
