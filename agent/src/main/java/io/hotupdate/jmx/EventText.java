package io.hotupdate.jmx;

import io.hotupdate.generation.Event;
import io.hotupdate.settings.Durations;
import java.util.Arrays;
import java.util.Locale;

/** Events as notifications name and tell them. */
final class EventText {
  private static final String PREFIX = "io.hotupdate.";

  private EventText() {}

  /** The types of all notifications. */
  static String[] types() {
    return Arrays.stream(Event.class.getPermittedSubclasses())
        .map(EventText::type)
        .toArray(String[]::new);
  }

  /** The type of the notification: {@code io.hotupdate.tookOver} and so on. */
  static String type(Event event) {
    return type(event.getClass());
  }

  private static String type(Class<?> event) {
    String name = event.getSimpleName();
    return PREFIX + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** The event in words. */
  static String message(Event event) {
    if (event instanceof Event.Serves it) {
      return generation(it.generation()) + " serves, pid " + it.pid();
    } else if (event instanceof Event.Orphaned it) {
      return generation(it.generation()) + " took over: its predecessor died before the commit";
    } else if (event instanceof Event.UpdateRefused it) {
      return "no update: " + it.reason();
    } else if (event instanceof Event.UpdateQueued) {
      return "an update was asked for while one is under way; it will follow";
    } else if (event instanceof Event.UpdatePassedOn it) {
      return it.delivered()
          ? "an update was asked for here, and passed on to the generation that serves"
          : "an update was asked for here, but could not be passed on; ask the one that serves";
    } else if (event instanceof Event.UpdateBegan it) {
      return "update to generation " + it.generation() + " begins: started pid " + it.pid();
    } else if (event instanceof Event.StillMissing it) {
      return generation(it.generation()) + " is not ready: " + it.what();
    } else if (event instanceof Event.Ready it) {
      return generation(it.generation()) + " is ready after " + Durations.format(it.after());
    }
    return outcome(event);
  }

  private static String outcome(Event event) {
    if (event instanceof Event.TookOver it) {
      return generation(it.generation())
          + ", pid "
          + it.pid()
          + ", took over, "
          + Durations.format(it.after())
          + " after the request";
    } else if (event instanceof Event.UpdateFailed it) {
      return "update to generation "
          + it.generation()
          + " failed after "
          + Durations.format(it.after())
          + ": "
          + it.reason();
    } else if (event instanceof Event.TookBack it) {
      return generation(it.generation())
          + " "
          + it.reason()
          + " in its probation; this generation serves again";
    } else if (event instanceof Event.SuccessorLost it) {
      return generation(it.generation()) + " is lost; this generation accepts again";
    } else if (event instanceof Event.RolledBack it) {
      return generation(it.generation()) + " was rolled back; this generation serves again";
    } else if (event instanceof Event.Yielded it) {
      return generation(it.generation()) + " was rolled back; its predecessor serves again";
    } else if (event instanceof Event.ServesAfterAll it) {
      return generation(it.generation())
          + " serves again: the predecessor to which it was rolled back died";
    } else if (event instanceof Event.ProbationOver it) {
      return "the probation of generation "
          + it.generation()
          + " is over"
          + (it.why().isEmpty() ? "" : ": it " + it.why());
    } else if (event instanceof Event.Draining it) {
      return "draining for "
          + Durations.format(it.elapsed())
          + ": "
          + it.live()
          + " connections, "
          + it.busy()
          + " busy";
    } else if (event instanceof Event.Drained it) {
      return "drained in "
          + Durations.format(it.took())
          + ": "
          + it.connections()
          + " connections, "
          + it.closedQuiet()
          + " were quiet and closed, "
          + it.cut()
          + " cut";
    }
    return event.toString();
  }

  private static String generation(int number) {
    return "generation " + number;
  }
}
