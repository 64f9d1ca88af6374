package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Connections;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The predecessor's way from commit to its last connection. */
final class Drain {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(30);
  private static final int PEERS_SHOWN = 5;

  private final Listeners listeners;
  private final Connections connections;
  private final Settings settings;
  private final long begin = System.nanoTime();
  private final Set<Long> seen = new HashSet<>();
  private final Set<Long> askedToEnd = new HashSet<>();
  private final Supplier<List<Listener>> toClose;
  private final Duration limit;
  private Duration nextReport = REPORT_EVERY;
  private boolean announced;
  private volatile boolean stopped;

  /**
   * Prepares a drain.
   *
   * @param toClose the listeners whose gates must be closed; more may come during the drain
   */
  Drain(
      Listeners listeners,
      Connections connections,
      Settings settings,
      Supplier<List<Listener>> toClose) {
    this.listeners = listeners;
    this.connections = connections;
    this.settings = settings;
    this.toClose = toClose;
    // Whatever the limit, the successor has its whole probation.
    this.limit =
        settings.drainTimeout().compareTo(settings.probation()) < 0
            ? settings.probation()
            : settings.drainTimeout();
  }

  /**
   * Begins.
   *
   * @param done is called at the end, unless the drain was stopped before
   */
  void start(Runnable done) {
    DaemonThread.start(
        "drain",
        () -> {
          run();
          if (!stopped) {
            done.run();
          }
        });
  }

  /** Ends it early: this process serves again. Once this returns, no gate is closed any more. */
  synchronized void stop() {
    stopped = true;
  }

  private void run() {
    String complaint = "";
    while (!stopped) {
      try {
        if (tick()) {
          return;
        }
      } catch (IOException e) {
        // Something was refused for now, and nobody knows what is open; so not yet the end.
        if (!complaint.equals(e.getMessage())) {
          complaint = e.getMessage();
          Log.error("the drain is held up: " + complaint);
        }
        if (isOver()) {
          Log.warn("drain limit of " + Durations.format(limit) + " reached");
          return;
        }
      }
      await(TICK);
    }
  }

  /** Looks once; true if this was the end. */
  private synchronized boolean tick() throws IOException {
    if (stopped) {
      return true;
    }
    // In this order: who is woken may have accepted a connection just before.
    listeners.close(toClose.get());
    boolean accepting = listeners.wakeAccepting();
    List<Connection> open = look();
    if (!announced) {
      announced = true;
      Log.info("draining: " + count(open) + ", at most " + Durations.format(limit));
    }
    endQuiet(open);
    Duration elapsed = elapsed();
    if (open.isEmpty() && !accepting && elapsed.compareTo(settings.probation()) >= 0) {
      Log.info("drained in " + Durations.format(elapsed) + ": " + summary());
      return true;
    }
    if (isOver()) {
      Log.warn(
          "drain limit of "
              + Durations.format(limit)
              + " reached: "
              + summary()
              + ", cut "
              + count(open)
              + ": "
              + peers(open));
      return true;
    }
    if (elapsed.compareTo(nextReport) >= 0) {
      Log.info("still draining: " + count(open) + ": " + peers(open));
      nextReport = elapsed.plus(REPORT_EVERY);
    }
    return false;
  }

  private boolean isOver() {
    return elapsed().compareTo(limit) >= 0;
  }

  private List<Connection> look() throws IOException {
    List<Connection> open = connections.all();
    open.forEach(connection -> seen.add(connection.cookie()));
    return open;
  }

  private void endQuiet(List<Connection> open) throws IOException {
    for (Connection connection : open) {
      if (!connection.isBusy()
          && connection.quietMillis() >= settings.idleTimeout().toMillis()
          && !askedToEnd.contains(connection.cookie())
          && connections.endReading(connection)) {
        askedToEnd.add(connection.cookie());
        Log.debug("quiet for " + connection.quietMillis() + " ms, ended: " + connection.peer());
      }
    }
  }

  private String summary() {
    long byThemselves = seen.size() - (long) askedToEnd.size();
    return seen.size()
        + " connections, "
        + byThemselves
        + " ended by themselves, "
        + askedToEnd.size()
        + " were quiet and closed";
  }

  private static String count(List<Connection> open) {
    long busy = open.stream().filter(Connection::isBusy).count();
    return open.size() + " connections (" + busy + " busy)";
  }

  private static String peers(List<Connection> open) {
    String shown =
        open.stream()
            .limit(PEERS_SHOWN)
            .map(connection -> connection.peer() + (connection.isBusy() ? " busy" : " quiet"))
            .collect(Collectors.joining(", "));
    return open.size() > PEERS_SHOWN ? shown + ", …" : shown;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private static void await(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
