package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When each stream is closed in a drain. Its client will come back at once, so not all are closed
 * in the same second: each has a moment of its own within a window, and a while beyond it in which
 * a pause between two messages is waited for.
 */
final class StreamSchedule {
  // Multiples of it, without their whole part, fill the time from 0 to 1 evenly, however many there
  // are: the golden ratio's are the worst to approximate by fractions.
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** A stream has to end between these two. */
  private record Turn(Duration from, Duration until) {}

  private final Duration limit;
  private final Duration begin;
  private final Duration window;
  private final Duration patience;
  private final double first;
  private final Map<Long, Turn> turns = new HashMap<>();

  /**
   * @param timeout how long streams are left alone; less if all could not be closed before the
   *     limit
   * @param spread over how long they are closed
   * @param limit how long the drain lasts at most
   * @param first where in the window the first one is closed, from 0 to 1; by chance, so that
   *     several servers that are updated together do not go in step
   */
  StreamSchedule(Duration timeout, Duration spread, Duration limit, double first) {
    this.limit = limit;
    Duration span = shorter(spread, limit);
    this.begin = shorter(timeout, limit.minus(span));
    this.patience = span.dividedBy(5);
    this.window = span.minus(patience);
    this.first = first;
  }

  /**
   * Whether a stream is to be closed now.
   *
   * @param elapsed since the drain began
   */
  boolean isDue(Connection stream, Duration elapsed) {
    if (elapsed.compareTo(limit) >= 0) {
      return true;
    }
    if (elapsed.compareTo(begin) < 0) {
      return false;
    }
    Turn turn = turns.computeIfAbsent(stream.cookie(), cookie -> next(elapsed));
    return elapsed.compareTo(stream.isBusy() ? turn.until() : turn.from()) >= 0;
  }

  private Turn next(Duration elapsed) {
    double place = (first + turns.size() * GOLDEN) % 1;
    Duration from = begin.plusNanos((long) (window.toNanos() * place));
    // One that has become a stream after its moment has the whole of the patience.
    Duration moment = from.compareTo(elapsed) < 0 ? elapsed : from;
    return new Turn(moment, moment.plus(patience));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
