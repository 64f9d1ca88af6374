package io.hotupdate.cli;

import java.time.Duration;

/** Asks the generation itself. */
final class AskedServing implements Serving {
  /** A successor whose predecessor dies needs a moment until it says that it serves. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long BETWEEN_QUESTIONS = 100;

  private final ControlDirectories directories;

  AskedServing(ControlDirectories directories) {
    this.directories = directories;
  }

  @Override
  public boolean serves(long pid) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        Reply reply = StatusQuestion.ask(directories.find(pid), false, left);
        if (reply instanceof Reply.Told told) {
          if (told.status().serves() || told.status().isLeaving()) {
            return true;
          }
        } else if (!(reply instanceof Reply.Gone)) {
          return false;
        }
        if (System.nanoTime() - end > 0) {
          return false;
        }
        Thread.sleep(BETWEEN_QUESTIONS);
      }
    } catch (ToolException e) {
      // There is no such process any more.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
