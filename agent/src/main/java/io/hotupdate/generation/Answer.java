package io.hotupdate.generation;

/** What a generation says to who gives it an order. What comes of it, the events tell. */
public sealed interface Answer {
  /** It is being done. */
  record Begun() implements Answer {}

  /** It will not be done, and why. */
  record Refused(String reason) implements Answer {}

  /** Not now: an update is under way. Ask again when it has ended. */
  record Busy() implements Answer {}

  /**
   * Another generation must be asked.
   *
   * @param pid its process
   */
  record Elsewhere(long pid) implements Answer {}
}
