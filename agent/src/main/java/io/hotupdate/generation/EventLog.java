package io.hotupdate.generation;

import io.hotupdate.log.Log;

/** What happens, as lines for the operator. */
final class EventLog implements Observer {
  private final int number;

  /**
   * @param number of the generation that is observed
   */
  EventLog(int number) {
    this.number = number;
  }

  @Override
  public void happened(Event event) {
    if (isSaidElsewhere(event)) {
      return;
    }
    String words = EventWords.of(number, event);
    if (isFailure(event)) {
      Log.error(words);
    } else if (needsAttention(event)) {
      Log.warn(words);
    } else if (isDetail(event)) {
      Log.debug(words);
    } else {
      Log.info(words);
    }
    if (event instanceof Event.UpdateFailed failed) {
      failed.lastLines().forEach(line -> Log.error("  its output: " + line));
      Log.info(EventWords.generation(number) + " goes on serving");
    }
  }

  /** The drain says more of itself. */
  private static boolean isSaidElsewhere(Event event) {
    return event instanceof Event.Draining || event instanceof Event.Drained;
  }

  private static boolean isFailure(Event event) {
    return event instanceof Event.UpdateFailed
        || event instanceof Event.TookBack
        || event instanceof Event.ServesAfterAll;
  }

  private static boolean needsAttention(Event event) {
    return event instanceof Event.UpdateRefused
        || event instanceof Event.Orphaned
        || event instanceof Event.RolledBack
        || event instanceof Event.Yielded
        || (event instanceof Event.UpdatePassedOn passedOn && !passedOn.delivered());
  }

  private static boolean isDetail(Event event) {
    return event instanceof Event.StillMissing
        || event instanceof Event.SuccessorLost
        || (event instanceof Event.ProbationOver over && over.why().isEmpty());
  }
}
