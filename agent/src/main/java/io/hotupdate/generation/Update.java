package io.hotupdate.generation;

import java.time.Duration;
import java.util.Set;

/** One update as the predecessor sees it: how far it has come, and what is to be done next. */
final class Update {
  private final int generation;
  private final long began = System.nanoTime();

  /** Whether the successor has been told to commit. */
  boolean committed;

  /** Whether the successor shall be rolled back as soon as it serves. */
  boolean rollBackWhenServing;

  /** Whether the service is taken back if the successor dies. */
  boolean probation;

  /** Whether the time of the probation is over. */
  boolean probationTimePassed;

  /** Whether the successor's end of the channel is closed. */
  boolean lost;

  /** The places of the listeners that the successor serves. */
  Set<Integer> taken = Set.of();

  /** What the successor lacks to be ready. */
  String missing = "it has not reported";

  /** Why it failed. */
  String reason = "";

  /**
   * @param generation the successor's number
   */
  Update(int generation) {
    this.generation = generation;
  }

  int generation() {
    return generation;
  }

  /** Since the request. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
