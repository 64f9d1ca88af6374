package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Connections;
import io.hotupdate.linux.Address;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private final List<Listener> handedOver;
  private final Duration atLeast;
  private final Duration limit;
  private final int generation;
  private final Observer observer;
  private Duration nextReport = REPORT_EVERY;
  private boolean addressesKnown;
  private boolean announced;
  private int toldLive = -1;
  private int toldBusy;
  private volatile boolean stopped;

  /**
   * Prepares a drain.
   *
   * @param toClose the listeners whose gates must be closed; more may come during the drain
   * @param handedOver the listeners that the successor was given, whether it serves them or not
   * @param atLeast how long it takes at least, so that the successor has its whole probation
   * @param generation the number of this generation
   * @param observer is told how it goes, on the thread of the drain
   */
  Drain(
      Listeners listeners,
      Connections connections,
      Settings settings,
      Supplier<List<Listener>> toClose,
      List<Listener> handedOver,
      Duration atLeast,
      int generation,
      Observer observer) {
    this.listeners = listeners;
    this.connections = connections;
    this.settings = settings;
    this.toClose = toClose;
    this.handedOver = List.copyOf(handedOver);
    this.atLeast = atLeast;
    this.limit = settings.drainTimeout().compareTo(atLeast) < 0 ? atLeast : settings.drainTimeout();
    this.generation = generation;
    this.observer = observer;
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
      } catch (IOException | RuntimeException e) {
        // Something was refused for now, and nobody knows what is open; so not yet the end. Even
        // an error of the agent itself must not keep this process for ever.
        String reason = e instanceof IOException ? e.getMessage() : e.toString();
        if (!complaint.equals(reason)) {
          complaint = reason;
          Log.error("the drain is held up: " + complaint);
        }
        if (isOver()) {
          Log.warn("drain limit of " + Durations.format(limit) + " reached");
          tellEnd(0);
          return;
        }
      }
      DaemonThread.pause(TICK);
    }
  }

  /** Looks once; true if this was the end. */
  private synchronized boolean tick() throws IOException {
    if (stopped) {
      return true;
    }
    // In this order: who is woken may have accepted a connection just before.
    List<Listener> closing = toClose.get();
    listeners.close(closing);
    boolean accepting = listeners.wakeAccepting();
    if (!addressesKnown) {
      connections.listeningAt(addresses(closing));
      addressesKnown = true;
    }
    List<Connection> open = look();
    if (!announced) {
      announced = true;
      Log.info("draining: " + count(open) + ", at most " + Durations.format(limit));
    }
    tell(open);
    endQuiet(open);
    Duration elapsed = elapsed();
    if (open.isEmpty() && !accepting && elapsed.compareTo(atLeast) >= 0) {
      Log.info("drained in " + Durations.format(elapsed) + ": " + summary());
      tellEnd(0);
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
      tellEnd(open.size());
      return true;
    }
    if (elapsed.compareTo(nextReport) >= 0) {
      Log.info("still draining: " + count(open) + ": " + peers(open));
      nextReport = elapsed.plus(REPORT_EVERY);
    }
    return false;
  }

  private Set<Address> addresses(List<Listener> closing) throws IOException {
    Set<Address> addresses = new HashSet<>(listeners.closedAddresses());
    Stream.of(closing, handedOver, listeners.all())
        .flatMap(List::stream)
        .forEach(listener -> addresses.add(listener.id().address()));
    return addresses;
  }

  private void tell(List<Connection> open) {
    int busy = busy(open);
    if (open.size() != toldLive || busy != toldBusy) {
      toldLive = open.size();
      toldBusy = busy;
      observer.happened(new Event.Draining(generation, toldLive, busy, elapsed()));
    }
  }

  private void tellEnd(int cut) {
    observer.happened(
        new Event.Drained(generation, seen.size(), askedToEnd.size(), cut, elapsed()));
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
    return open.size() + " connections (" + busy(open) + " busy)";
  }

  private static int busy(List<Connection> open) {
    return (int) open.stream().filter(Connection::isBusy).count();
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
}
