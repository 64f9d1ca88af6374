package io.hotupdate.it.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A client that people use. */
interface Client {

  /** What it is called on the command line and in the table. */
  String name();

  /** What its authors call the version in use; empty if it is not installed. */
  Optional<String> version();

  /** How to get it, as a command or a sentence. */
  String install();

  /** Whether it can tell which processes have answered. */
  default boolean tellsPids() {
    return true;
  }

  /**
   * Sends requests back to back over connections that are kept.
   *
   * @param time how long
   * @throws IOException when it cannot be run, or says something that cannot be understood
   */
  Counts use(Site site, Duration time) throws IOException, InterruptedException;
}
