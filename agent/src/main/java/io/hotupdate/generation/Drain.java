package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Connections;
import io.hotupdate.connection.Farewell;
import io.hotupdate.linux.Address;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The predecessor's way from commit to its last connection. */
final class Drain {
  private static final Duration TICK = Duration.ofMillis(100);
  // Of one processor, at most: with many thousands of connections a look takes its time.
  private static final int IDLE_PER_LOOK = 19;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  private final Listeners listeners;
  private final Connections connections;
  private final Farewell farewell;
  private final long begin = System.nanoTime();
  private final Partings partings = new Partings();
  private final Closings closings;
  private final Overtime overtime = new Overtime();
  private final DrainNews news;
  private final Supplier<List<Listener>> toClose;
  private final List<Listener> handedOver;
  private final Duration atLeast;
  private final Duration limit;
  private boolean addressesKnown;
  private boolean farewellBegun;
  private List<Connection> lastSeen = List.of();
  private volatile boolean stopped;

  /**
   * Prepares a drain.
   *
   * @param farewell tells the clients, from when the gates are closed until this is stopped
   * @param toClose the listeners whose gates must be closed; more may come during the drain
   * @param handedOver the listeners that the successor was given, whether it serves them or not
   * @param atLeast how long it takes at least, so that the successor has its whole probation
   * @param generation the number of this generation
   * @param observer is told how it goes, on the thread of the drain
   */
  Drain(
      Listeners listeners,
      Connections connections,
      Farewell farewell,
      Settings settings,
      Supplier<List<Listener>> toClose,
      List<Listener> handedOver,
      Duration atLeast,
      int generation,
      Observer observer) {
    this.listeners = listeners;
    this.connections = connections;
    this.farewell = farewell;
    this.toClose = toClose;
    this.handedOver = List.copyOf(handedOver);
    this.atLeast = atLeast;
    this.limit = longer(settings.drainTimeout(), atLeast);
    this.closings = new Closings(connections, partings, settings, limit);
    this.news = new DrainNews(generation, limit, observer);
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
    if (farewellBegun) {
      farewellBegun = false;
      tellClients(farewell::end);
    }
  }

  /** Clients that are not told go when they like. That must hold up neither drain nor rollback. */
  private static void tellClients(Runnable change) {
    try {
      change.run();
    } catch (RuntimeException | LinkageError e) {
      Log.error("clients cannot be told to go elsewhere, or not to", e);
    }
  }

  private void run() {
    String complaint = "";
    Duration lookBefore = Duration.ZERO;
    while (!stopped) {
      long before = System.nanoTime();
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
        if (isOver() && !stopped) {
          end(lastSeen, false);
          return;
        }
      }
      Duration look = Duration.ofNanos(System.nanoTime() - before);
      DaemonThread.pause(pauseAfter(look, lookBefore, limit.minus(elapsed())));
      lookBefore = look;
    }
  }

  /**
   * How long to rest after a look. The shorter of two looks counts: the first one loads classes,
   * any one may have had to wait for a processor.
   *
   * @param look how long it took
   * @param before how long the one before took; zero if there was none
   * @param left until the limit; negative beyond it, where some seconds decide
   */
  static Duration pauseAfter(Duration look, Duration before, Duration left) {
    Duration rest = shorter(shorter(look, before).multipliedBy(IDLE_PER_LOOK), LONGEST_PAUSE);
    return longer(shorter(rest, left), TICK);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Looks once; true if this was the end. */
  private boolean tick() throws IOException {
    Optional<Boolean> accepting = closeGates();
    if (accepting.isEmpty()) {
      return true;
    }
    // Without the lock: with thousands of connections it takes its time, and who stops this drain
    // waits to accept again.
    return decide(connections.all(), accepting.get());
  }

  /** Whether a thread still accepts; empty if this drain was stopped. */
  private synchronized Optional<Boolean> closeGates() throws IOException {
    if (stopped) {
      return Optional.empty();
    }
    // In this order: who is woken may have accepted a connection just before.
    List<Listener> closing = toClose.get();
    listeners.close(closing);
    boolean accepting = listeners.wakeAccepting();
    if (!addressesKnown) {
      connections.listeningAt(addresses(closing));
      addressesKnown = true;
    }
    return Optional.of(accepting);
  }

  /** Does what is due for these open connections; true if this was the end. */
  private synchronized boolean decide(List<Connection> open, boolean accepting) throws IOException {
    if (stopped) {
      return true;
    }
    lastSeen = open;
    partings.seen(open);
    if (!farewellBegun) {
      farewellBegun = true;
      // After the first look: a client that goes as soon as it is told was there, too.
      tellClients(farewell::begin);
    }
    Duration elapsed = elapsed();
    news.looked(open, elapsed);
    closings.close(open, elapsed);
    boolean done = open.isEmpty() && !accepting && elapsed.compareTo(atLeast) >= 0;
    if (done || (elapsed.compareTo(limit) >= 0 && !waitsLonger(open, elapsed.minus(limit)))) {
      end(open, done);
      return true;
    }
    return false;
  }

  /** Whether there is a reason to wait beyond the limit. */
  private boolean waitsLonger(List<Connection> open, Duration over) {
    List<Connection> waitedFor =
        open.stream()
            .filter(
                connection -> overtime.waitsFor(connection, partings.isClosed(connection), over))
            .toList();
    if (!waitedFor.isEmpty()) {
      news.waitsLonger(waitedFor);
    }
    return !waitedFor.isEmpty();
  }

  private Set<Address> addresses(List<Listener> closing) throws IOException {
    Set<Address> addresses = new HashSet<>(listeners.closedAddresses());
    Stream.of(closing, handedOver, listeners.all())
        .flatMap(List::stream)
        .forEach(listener -> addresses.add(listener.id().address()));
    return addresses;
  }

  private void end(List<Connection> cut, boolean drained) {
    news.ended(partings.endings(cut, told()), cut, drained, elapsed());
  }

  private int told() {
    try {
      return farewell.told();
    } catch (RuntimeException | LinkageError e) {
      Log.error("nobody knows how many clients have been told to go elsewhere", e);
      return 0;
    }
  }

  private boolean isOver() {
    return elapsed().compareTo(limit) >= 0;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
