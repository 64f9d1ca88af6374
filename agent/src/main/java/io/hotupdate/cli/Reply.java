package io.hotupdate.cli;

/** What came of asking a server for its status. */
sealed interface Reply {
  /** It told. */
  record Told(ServerStatus status) implements Reply {}

  /** It did not answer in time. */
  record Silent() implements Reply {}

  /** Its socket is there, but nobody listens: it has just ended. */
  record Gone() implements Reply {}

  /**
   * It cannot be asked or understood.
   *
   * @param why in words
   */
  record Unusable(String why) implements Reply {}
}
