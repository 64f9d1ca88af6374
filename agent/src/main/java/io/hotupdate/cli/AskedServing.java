package io.hotupdate.cli;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

/** Asks the generation itself, and if it is gone, those that may have come after it. */
final class AskedServing implements Serving {
  /** A successor whose predecessor dies needs a moment until it says that it serves. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration WHILE_EVENTS_WAIT = Duration.ofSeconds(2);
  private static final long BETWEEN_QUESTIONS = 100;

  private final ControlDirectories directories;
  private Optional<Known> known = Optional.empty();

  /** A generation when it took over: what it listens at tells its service from others. */
  private record Known(Server server, ServerStatus status) {
    boolean isBefore(ServerStatus other) {
      return other.serves()
          && other.generation() > status.generation()
          && !Collections.disjoint(other.listeners(), status.listeners());
    }
  }

  AskedServing(ControlDirectories directories) {
    this.directories = directories;
  }

  @Override
  public void tookOver(long pid) {
    try {
      Server server = directories.find(pid);
      if (StatusQuestion.ask(server, false, WHILE_EVENTS_WAIT) instanceof Reply.Told told) {
        known = Optional.of(new Known(server, told.status()));
      }
    } catch (ToolException e) {
      // It is gone already, or has no socket yet: then only it can be asked later.
      known = Optional.empty();
    }
  }

  @Override
  public Fate fateOf(long pid) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (true) {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        Reply reply = StatusQuestion.ask(directories.find(pid), false, left);
        if (reply instanceof Reply.Told told) {
          if (told.status().serves()) {
            return Fate.SERVES;
          } else if (told.status().isLeaving()) {
            return Fate.REPLACED;
          }
        } else if (!(reply instanceof Reply.Gone)) {
          return Fate.LOST;
        }
        if (System.nanoTime() - end > 0) {
          return Fate.LOST;
        }
        Thread.sleep(BETWEEN_QUESTIONS);
      }
    } catch (ToolException e) {
      // There is no such process any more.
      return isReplaced() ? Fate.REPLACED : Fate.LOST;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Fate.LOST;
    }
  }

  /** It may have been updated in its turn, and have ended before its predecessor has. */
  private boolean isReplaced() {
    return known
        .filter(
            before ->
                ServerList.of(directories.beside(before.server())).entries().stream()
                    .anyMatch(
                        entry ->
                            entry.reply() instanceof Reply.Told told
                                && before.isBefore(told.status())))
        .isPresent();
  }
}
