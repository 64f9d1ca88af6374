package io.hotupdate.generation;

import io.hotupdate.settings.Durations;
import java.util.Arrays;
import java.util.Locale;

/** Events in words, for operators. */
public final class EventWords {
  private EventWords() {}

  /** The names of all events: {@code tookOver} and so on. */
  public static String[] names() {
    return Arrays.stream(Event.class.getPermittedSubclasses())
        .map(EventWords::name)
        .toArray(String[]::new);
  }

  /** The name of an event. */
  public static String name(Event event) {
    return name(event.getClass());
  }

  private static String name(Class<?> event) {
    String name = event.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /**
   * One sentence.
   *
   * @param number of the generation to which it happens
   */
  public static String of(int number, Event event) {
    if (event instanceof Event.Serves it) {
      return generation(it.generation()) + " serves, pid " + it.pid();
    }
    if (event instanceof Event.Orphaned it) {
      return "the predecessor died before the commit; "
          + generation(it.generation())
          + " took over";
    }
    if (event instanceof Event.Yielded it) {
      return generation(it.generation()) + " was rolled back; its predecessor serves again";
    }
    if (event instanceof Event.ServesAfterAll it) {
      return "the predecessor died after the rollback; "
          + generation(it.generation())
          + " serves again";
    }
    if (event instanceof Event.Draining it) {
      return "draining for "
          + Durations.format(it.elapsed())
          + ": "
          + it.live()
          + " connections ("
          + it.busy()
          + " busy)";
    }
    if (event instanceof Event.Drained it) {
      return "drained in " + Durations.format(it.took()) + ": " + it.endings().inWords();
    }
    return ofUpdate(number, event);
  }

  private static String ofUpdate(int number, Event event) {
    if (event instanceof Event.UpdateRefused it) {
      return "no update: " + it.reason();
    }
    if (event instanceof Event.UpdateQueued) {
      return "update requested while one is under way; it will follow";
    }
    if (event instanceof Event.UpdatePassedOn it) {
      return it.delivered()
          ? "update requested here, passed on to the generation that serves"
          : "update requested here, but it cannot be passed on, because the channel is closed;"
              + " send the signal to the process that serves";
    }
    if (event instanceof Event.UpdateBegan it) {
      return "update to " + generation(it.generation()) + " begins: started pid " + it.pid();
    }
    if (event instanceof Event.StillMissing it) {
      return generation(it.generation()) + " is not ready: " + it.what();
    }
    if (event instanceof Event.Ready it) {
      return generation(it.generation()) + " is ready after " + Durations.format(it.after());
    }
    if (event instanceof Event.TookOver it) {
      return generation(it.generation())
          + " took over, "
          + Durations.format(it.after())
          + " after the request";
    }
    if (event instanceof Event.UpdateFailed it) {
      return "update to "
          + generation(it.generation())
          + " failed after "
          + Durations.format(it.after())
          + ": "
          + it.reason();
    }
    return ofProbation(number, event);
  }

  private static String ofProbation(int number, Event event) {
    if (event instanceof Event.SuccessorLost it) {
      return generation(it.generation()) + " is lost; " + generation(number) + " accepts again";
    }
    if (event instanceof Event.TookBack it) {
      return generation(it.generation())
          + " "
          + it.reason()
          + " in its probation; "
          + generation(number)
          + " serves again";
    }
    if (event instanceof Event.RolledBack it) {
      return generation(it.generation())
          + " is rolled back on request; "
          + generation(number)
          + " serves again";
    }
    if (event instanceof Event.ProbationOver it) {
      return it.why().isEmpty()
          ? "the probation of " + generation(it.generation()) + " is over"
          : generation(it.generation()) + " " + it.why();
    }
    throw new IllegalArgumentException("no words for " + event);
  }

  /** For people. */
  static String generation(int number) {
    return "generation " + number;
  }
}
