package io.hotupdate.generation;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** What can be asked of a generation from outside, by any thread. */
public interface Orders {
  /** Its number, 1 for the first. */
  int number();

  /**
   * Looks at it, its listeners and its connections.
   *
   * @throws IOException if the kernel does not tell, or the agent is stuck
   */
  Status status() throws IOException;

  /** Asks for an update; what comes of it, the observers are told. */
  CompletableFuture<Answer> update();

  /** Asks to end the successor that is starting or in its probation, and to serve again. */
  CompletableFuture<Answer> rollBack();

  /**
   * Has an observer told what happens from now on.
   *
   * @return what ends that
   */
  Runnable observe(Observer observer);
}
