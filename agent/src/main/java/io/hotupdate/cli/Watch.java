package io.hotupdate.cli;

import java.util.Optional;

/** Judges from what happens how an order ends. One for each order. */
interface Watch {
  /** What is sent to the server. */
  String request();

  /** The order has been accepted, and this has happened since; empty if there is more to come. */
  Optional<Outcome> happened(Event event);

  /** The server has ended, or at least the conversation. */
  Outcome ended();

  /** What has been reached so far, for one who does not wait any longer. */
  String soFar();
}
