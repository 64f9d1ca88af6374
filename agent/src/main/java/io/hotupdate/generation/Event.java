package io.hotupdate.generation;

import java.time.Duration;
import java.util.List;

/**
 * What happens to a generation, for those who look at it from outside: the log, the command line,
 * JMX, JFR, the file with the process number. {@code generation} is always the number of the one
 * that an event is about.
 */
public sealed interface Event {
  /** This generation accepts connections: its gates are open. */
  record Serves(int generation, long pid) implements Event {}

  /** The predecessor of this generation died before the commit, so this one serves. */
  record Orphaned(int generation) implements Event {}

  /** Somebody asked for an update, but there will be none, and why. */
  record UpdateRefused(String reason) implements Event {}

  /** Somebody asked for an update during another; one more follows when that has ended. */
  record UpdateQueued() implements Event {}

  /**
   * Somebody asked a generation that does not serve.
   *
   * @param delivered whether the one that serves could be told
   */
  record UpdatePassedOn(boolean delivered) implements Event {}

  /**
   * A successor has been started.
   *
   * @param pid the process that was started; a start script may start another
   */
  record UpdateBegan(int generation, long pid) implements Event {}

  /** What the successor lacks to be ready, in words. */
  record StillMissing(int generation, String what) implements Event {}

  /**
   * The successor is ready and is told to commit.
   *
   * @param after since the request
   */
  record Ready(int generation, Duration after) implements Event {}

  /**
   * The successor serves. The update has succeeded; its probation begins.
   *
   * @param pid the process that serves
   * @param after since the request
   */
  record TookOver(int generation, long pid, Duration after) implements Event {}

  /**
   * The update has failed before the successor served, and this generation goes on.
   *
   * @param generation the successor's number
   * @param after since the request
   * @param reason why
   * @param lastLines the last lines that the successor wrote; may be empty
   */
  record UpdateFailed(int generation, Duration after, String reason, List<String> lastLines)
      implements Event {
    /** Copies the lines. */
    public UpdateFailed {
      lastLines = List.copyOf(lastLines);
    }
  }

  /**
   * The successor was lost in its probation, and this generation accepts again. What became of the
   * successor is told by {@link TookBack}.
   */
  record SuccessorLost(int generation) implements Event {}

  /**
   * The successor ended in its probation, and this generation serves again.
   *
   * @param generation the successor's number
   * @param reason what became of it
   */
  record TookBack(int generation, String reason) implements Event {}

  /** The successor was rolled back on request: it drains, and this generation serves again. */
  record RolledBack(int generation) implements Event {}

  /**
   * The probation of the successor is over; it cannot be rolled back any more.
   *
   * @param why in words; empty if its time is over
   */
  record ProbationOver(int generation, String why) implements Event {}

  /**
   * This generation drains. Comes when the drain begins, and whenever the numbers change, at most
   * some times a second.
   *
   * @param live all connections of clients
   * @param busy those with a request under way
   * @param elapsed since the drain began
   */
  record Draining(int generation, int live, int busy, Duration elapsed) implements Event {
    /** The connections with nothing under way. */
    public int quiet() {
      return live - busy;
    }
  }

  /**
   * The drain is over, and this generation exits.
   *
   * @param endings how the connections ended
   * @param took how long the drain took
   */
  record Drained(int generation, Endings endings, Duration took) implements Event {}

  /** This generation was rolled back: its predecessor serves, and this one drains. */
  record Yielded(int generation) implements Event {}

  /** The predecessor to which this generation was rolled back died, so this one serves again. */
  record ServesAfterAll(int generation) implements Event {}
}
