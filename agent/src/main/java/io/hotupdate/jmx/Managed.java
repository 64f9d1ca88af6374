package io.hotupdate.jmx;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Status;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** What the bean asks of a generation. */
interface Managed {
  /** Looks at it. */
  Status status() throws IOException;

  /** Asks for an update. */
  CompletableFuture<Answer> update();

  /** Asks for a rollback. */
  CompletableFuture<Answer> rollBack();
}
