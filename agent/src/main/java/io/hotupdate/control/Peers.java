package io.hotupdate.control;

import io.hotupdate.generation.DaemonThread;
import io.hotupdate.generation.Orders;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.PeerCredentials;
import io.hotupdate.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All who are connected to the control socket. There are only so many at once: the oldest that has
 * not said what it wants makes room.
 */
final class Peers {
  /** How many there are at once. */
  static final int MOST = 32;

  private static final int ROOT = 0;

  private final Libc libc;
  private final Orders orders;
  private final String version;
  private final Duration patience;
  private final Set<Peer> present = new LinkedHashSet<>();

  /**
   * @param version the agent's version
   * @param patience how long a peer may take to send its request, and to read the answer
   */
  Peers(Libc libc, Orders orders, String version, Duration patience) {
    this.libc = libc;
    this.orders = orders;
    this.version = version;
    this.patience = patience;
  }

  /** Serves a new one, if it may ask and there is room for it; else its socket is closed. */
  void admit(int fd) throws IOException {
    Peer peer = new Peer(libc, fd, orders, version, patience);
    boolean admitted = false;
    try {
      admitted = mayAsk(fd) && makeRoomFor(peer);
      if (admitted) {
        DaemonThread.start("control-peer", () -> serve(peer));
      }
    } catch (IOException | RuntimeException | Error e) {
      admitted = false;
      throw e;
    } finally {
      if (!admitted) {
        leave(peer);
        libc.close(fd);
      }
    }
  }

  private void serve(Peer peer) {
    try {
      peer.serve();
    } finally {
      leave(peer);
    }
  }

  private synchronized void leave(Peer peer) {
    present.remove(peer);
    notifyAll();
  }

  /** The directory keeps others out; this does too if its mode was changed. */
  private boolean mayAsk(int fd) throws IOException {
    int user = PeerCredentials.of(libc, fd).uid();
    return user == ROOT || user == libc.user();
  }

  private synchronized boolean makeRoomFor(Peer peer) {
    while (present.size() >= MOST) {
      Optional<Peer> silent = evictOldest();
      if (silent.isEmpty()) {
        Log.debug("control socket: refused a peer, " + MOST + " are being answered");
        return false;
      }
      // It returns from read(2) at once. Waited for, so that there are never more threads.
      while (present.contains(silent.get())) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return present.add(peer);
  }

  private Optional<Peer> evictOldest() {
    for (Peer peer : present) {
      if (peer.evict()) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }

  /** Waits until all have been told what is to be told, as long as is allowed. */
  void awaitSent(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    List<Peer> all;
    synchronized (this) {
      all = List.copyOf(present);
    }
    try {
      for (Peer peer : all) {
        peer.awaitSent(Duration.ofNanos(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
