package io.hotupdate.control;

import io.hotupdate.connection.Worker;
import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Orders;
import io.hotupdate.generation.Status;
import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Socket;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One who is connected to the control socket, with one request: {@code status}, {@code status
 * deep}, {@code update} or {@code rollback}. Nothing but its own thread ever waits for it.
 */
final class Peer {
  private static final int LONGEST_REQUEST = 1024;
  private static final int AT_ONCE = 32 * 1024;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Libc libc;
  private final int fd;
  private final Orders orders;
  private final String version;
  private final Duration patience;
  private final Subscription subscription = new Subscription();
  private State state = State.SILENT;

  private enum State {
    /** It has not sent its request. */
    SILENT,
    /** Its request is being answered. */
    SERVED,
    /** Nobody answers it any more. */
    GONE
  }

  /**
   * @param fd its socket, which is closed at the end
   * @param version the agent's version
   * @param patience how long it may take to send its request, and to read the answer
   */
  Peer(Libc libc, int fd, Orders orders, String version, Duration patience) {
    this.libc = libc;
    this.fd = fd;
    this.orders = orders;
    this.version = version;
    this.patience = patience;
  }

  /** Reads the request, answers it and closes. */
  void serve() {
    try {
      Optional<String> request = readRequest();
      if (request.isPresent() && isStillWanted()) {
        answer(request.get());
      }
    } catch (LinuxException e) {
      // It has gone, or is too slow. That is its own affair.
      Log.debug("control socket: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      subscription.end();
      close();
    }
  }

  /**
   * Ends it, if it has not sent its request yet.
   *
   * @return whether it ends
   */
  synchronized boolean evict() {
    if (state != State.SILENT) {
      return false;
    }
    state = State.GONE;
    try {
      // Its thread returns from read(2) and closes the descriptor, which nobody else may do.
      libc.shutdown(fd, Socket.SHUT_RDWR);
    } catch (LinuxException notConnectedAnyMore) {
      Log.debug("control socket: " + notConnectedAnyMore.getMessage());
    }
    return true;
  }

  private synchronized boolean isStillWanted() {
    if (state == State.SILENT) {
      state = State.SERVED;
    }
    return state == State.SERVED;
  }

  private synchronized void close() {
    state = State.GONE;
    try {
      libc.close(fd);
    } catch (LinuxException e) {
      Log.error("control socket", e);
    }
  }

  /** Waits until it has been told everything, as long as is allowed. */
  void awaitSent(Duration patience) throws InterruptedException {
    subscription.awaitSent(patience);
  }

  private Optional<String> readRequest() throws LinuxException {
    long end = System.nanoTime() + patience.toNanos();
    byte[] request = new byte[LONGEST_REQUEST];
    int length = 0;
    while (length < LONGEST_REQUEST) {
      // For the whole line: one byte now and then is not a request.
      TimeLimit.ofReceiving(libc, fd, Duration.ofNanos(end - System.nanoTime()));
      byte[] piece = new byte[LONGEST_REQUEST - length];
      int count;
      try {
        count = libc.read(fd, piece);
      } catch (LinuxException e) {
        if (e.errno() == Errno.EAGAIN) {
          send(EventText.error("no request within " + Durations.format(patience)));
        }
        throw e;
      }
      if (count == 0) {
        return Optional.empty();
      }
      System.arraycopy(piece, 0, request, length, count);
      for (int i = length; i < length + count; i++) {
        if (request[i] == '\n') {
          return Optional.of(new String(request, 0, i, StandardCharsets.UTF_8));
        }
      }
      length += count;
    }
    send(EventText.error("a request has at most " + LONGEST_REQUEST + " bytes and ends its line"));
    return Optional.empty();
  }

  private void answer(String request) throws LinuxException, InterruptedException {
    switch (request) {
      case "status" -> send(status(false));
      case "status deep" -> send(status(true));
      case "update" -> order(orders::update);
      case "rollback" -> order(orders::rollBack);
      default ->
          send(
              EventText.error(
                  "unknown request '"
                      + request
                      + "'; known are status, status deep, update and rollback"));
    }
  }

  private String status(boolean deep) {
    try {
      Status status = orders.status();
      Map<Long, Worker> workers = Worker.of(status.connections());
      return StatusText.of(status, version, workers, deep);
    } catch (IOException e) {
      return EventText.error(e.getMessage());
    }
  }

  private void order(Supplier<CompletableFuture<Answer>> order)
      throws LinuxException, InterruptedException {
    // Before the order is given, so that nothing is missed.
    Runnable unsubscribe = orders.observe(subscription);
    try {
      CompletableFuture<Answer> unused = order.get().whenComplete(subscription::answered);
      while (!subscription.isOverflown()) {
        Optional<Subscription.Piece> next = subscription.next(LOOK_EVERY);
        if (next.isPresent()) {
          send(next.get().text().get());
          if (next.get().isLast()) {
            return;
          }
        } else if (libc.hungUp(fd)) {
          return;
        }
      }
      Log.debug("control socket: dropped a peer that reads too slowly");
    } finally {
      unsubscribe.run();
    }
  }

  private void send(String text) throws LinuxException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long end = System.nanoTime() + patience.toNanos();
    for (int done = 0; done < bytes.length; done += AT_ONCE) {
      // For the whole answer, as far as the kernel lets us look in between.
      TimeLimit.ofSending(libc, fd, Duration.ofNanos(end - System.nanoTime()));
      byte[] piece = Arrays.copyOfRange(bytes, done, Math.min(bytes.length, done + AT_ONCE));
      libc.write(fd, piece, piece.length);
    }
  }
}
