package io.hotupdate.cli;

import java.time.Duration;

/** Shows what happens while an order is carried out. */
interface Progress {
  /** Something has happened. */
  void happened(Event event, Duration elapsed);

  /** The order must wait for the end of an update that somebody else began. */
  void waitsForAnother();

  /** Time has passed. */
  void tick(Duration elapsed);

  /** Nothing more will happen. */
  void ended(Outcome outcome, Duration elapsed);
}
