package io.hotupdate.control;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Event;
import io.hotupdate.generation.Observer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * What one peer is still to be told. Who tells never waits: of a peer that reads too slowly nothing
 * more is kept, and it is to be dropped.
 */
final class Subscription implements Observer {
  private static final int MOST = 256;

  private final Queue<Piece> queue = new ArrayDeque<>();
  private boolean overflown;
  private boolean sending;

  /**
   * Something to tell.
   *
   * @param text is asked for by the peer's own thread
   * @param isLast whether the peer is told nothing after it
   */
  record Piece(Supplier<String> text, boolean isLast) {}

  @Override
  public void happened(Event event) {
    add(new Piece(() -> EventText.of(event), false));
  }

  /** The generation has answered the peer's order, or failed to; one of the two is null. */
  void answered(Answer answer, Throwable failure) {
    if (answer == null) {
      add(new Piece(() -> EventText.error(failure.toString()), true));
    } else {
      boolean isLast = answer instanceof Answer.Refused || answer instanceof Answer.Elsewhere;
      add(new Piece(() -> EventText.of(answer), isLast));
    }
  }

  private synchronized void add(Piece piece) {
    if (queue.size() >= MOST) {
      overflown = true;
    } else {
      queue.add(piece);
      notifyAll();
    }
  }

  /** Whether the peer has missed something. */
  synchronized boolean isOverflown() {
    return overflown;
  }

  /**
   * Waits for the next thing to tell. Whoever asks for it has sent what came before.
   *
   * @return empty if nothing came in time
   */
  synchronized Optional<Piece> next(Duration patience) throws InterruptedException {
    sending = false;
    notifyAll();
    long end = System.nanoTime() + patience.toNanos();
    for (long left = millisTo(end); queue.isEmpty() && left > 0; left = millisTo(end)) {
      wait(left);
    }
    Optional<Piece> next = Optional.ofNullable(queue.poll());
    sending = next.isPresent();
    return next;
  }

  /** Waits until everything has been sent, as long as is allowed; not for one that was dropped. */
  synchronized void awaitSent(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = millisTo(end); isBehind() && left > 0; left = millisTo(end)) {
      wait(left);
    }
  }

  /** The peer is gone: nobody shall wait for it. */
  synchronized void end() {
    queue.clear();
    sending = false;
    notifyAll();
  }

  private boolean isBehind() {
    return (sending || !queue.isEmpty()) && !overflown;
  }

  private static long millisTo(long end) {
    return (end - System.nanoTime()) / 1_000_000;
  }
}
