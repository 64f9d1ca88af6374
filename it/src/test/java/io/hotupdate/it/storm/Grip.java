package io.hotupdate.it.storm;

import static org.awaitility.Awaitility.await;

import io.hotupdate.it.Processes;
import io.hotupdate.it.Signal;
import io.hotupdate.it.TcpTable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The signals of the storm. They are sent one after the other, so that a process that is held to be
 * looked at is not let go by another thread.
 */
final class Grip {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(2);

  private final int port;
  private final Losses losses;

  /**
   * @param port of the service's listener
   * @param losses is told of each death
   */
  Grip(int port, Losses losses) {
    this.port = port;
    this.losses = losses;
  }

  /** Sends a signal that ends nothing by itself; nothing happens if the process is gone. */
  synchronized void send(Signal signal, long pid) {
    boolean unused = signal.send(pid);
  }

  /**
   * Kills a process, if another one that lives has the listener too. It is stopped first, so that
   * the connections it holds are exactly those that die with it.
   *
   * @return false if it was gone, or is left alive because it would be the last
   */
  synchronized boolean kill(long victim, long survivor) {
    if (!freeze(victim)) {
      return false;
    }
    if (!hasListener(survivor)) {
      send(Signal.CONT, victim);
      return false;
    }
    Death death = new Death(victim);
    death.holds(connections(victim));
    losses.died(death);
    send(Signal.KILL, victim);
    awaitEnd(victim, death);
    return true;
  }

  /**
   * Asks a process to end, if another one that lives has the listener too. What it holds from now
   * until its end may be lost.
   *
   * @return false if it was gone, or is left alive because it would be the last
   */
  boolean terminate(long victim, long survivor) {
    if (!Processes.alive(victim) || !hasListener(survivor)) {
      return false;
    }
    Death death = new Death(victim);
    death.holds(connections(victim));
    losses.died(death);
    send(Signal.TERM, victim);
    awaitEnd(victim, death);
    return true;
  }

  /** Stops a process and waits until none of its threads runs; false if it is gone. */
  private boolean freeze(long pid) {
    if (!Processes.alive(pid) || !Signal.STOP.send(pid)) {
      return false;
    }
    await("pid=" + pid + " to stop")
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> Processes.stopped(pid));
    return Processes.alive(pid);
  }

  private void awaitEnd(long pid, Death death) {
    await("the end of pid=" + pid)
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(
            () -> {
              death.holds(connections(pid));
              return !Processes.alive(pid);
            });
  }

  private boolean hasListener(long pid) {
    Set<String> listeners = TcpTable.listenersAt(port);
    return Processes.alive(pid) && sockets(pid).stream().anyMatch(listeners::contains);
  }

  /** The ports of the clients whose connections a process has. */
  private Set<Integer> connections(long pid) {
    Map<String, Integer> peers = TcpTable.peersAt(port);
    Set<Integer> ports = new HashSet<>();
    for (String socket : sockets(pid)) {
      if (peers.containsKey(socket)) {
        ports.add(peers.get(socket));
      }
    }
    return ports;
  }

  private static Collection<String> sockets(long pid) {
    try {
      return Processes.descriptors(pid).values();
    } catch (UncheckedIOException gone) {
      return Set.of();
    }
  }
}
