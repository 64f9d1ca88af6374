package io.hotupdate.cli;

/** What came of listening to a server for a while. */
sealed interface Heard {
  /** It said something. */
  record Said(Line line) implements Heard {}

  /** It said nothing. */
  record Silence() implements Heard {}

  /** It will not say anything any more: it closed the connection or died. */
  record End() implements Heard {}
}
