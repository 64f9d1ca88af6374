package io.hotupdate.control;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.LiveGeneration;
import io.hotupdate.generation.Observer;
import io.hotupdate.generation.Status;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** What can be asked of a generation from outside; see {@link LiveGeneration}. */
interface Orders {
  Status status() throws IOException;

  CompletableFuture<Answer> update();

  CompletableFuture<Answer> rollBack();

  Runnable observe(Observer observer);

  /** Those to this process. */
  static Orders to(LiveGeneration generation) {
    return new Orders() {
      @Override
      public Status status() throws IOException {
        return generation.status();
      }

      @Override
      public CompletableFuture<Answer> update() {
        return generation.update();
      }

      @Override
      public CompletableFuture<Answer> rollBack() {
        return generation.rollBack();
      }

      @Override
      public Runnable observe(Observer observer) {
        return generation.observe(observer);
      }
    };
  }
}
