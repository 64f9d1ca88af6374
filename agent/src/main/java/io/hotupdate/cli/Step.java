package io.hotupdate.cli;

/** What one conversation about an order leads to. */
sealed interface Step {
  /** The end. */
  record Over(Outcome outcome) implements Step {}

  /** Another conversation, with this process. */
  record Ask(long pid) implements Step {}
}
