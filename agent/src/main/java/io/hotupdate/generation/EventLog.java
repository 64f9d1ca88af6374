package io.hotupdate.generation;

import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;

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
    if (event instanceof Event.Serves serves) {
      Log.info(generation(serves.generation()) + " serves, pid " + serves.pid());
    } else if (event instanceof Event.Orphaned orphaned) {
      Log.warn(
          "the predecessor died before the commit; "
              + generation(orphaned.generation())
              + " took over");
    } else if (event instanceof Event.Yielded yielded) {
      Log.warn(generation(yielded.generation()) + " was rolled back; its predecessor serves again");
    } else if (event instanceof Event.ServesAfterAll serves) {
      Log.error(
          "the predecessor died after the rollback; "
              + generation(serves.generation())
              + " serves again");
    } else {
      ofUpdate(event);
    }
  }

  private void ofUpdate(Event event) {
    if (event instanceof Event.UpdateRefused refused) {
      Log.warn("no update: " + refused.reason());
    } else if (event instanceof Event.UpdateQueued) {
      Log.info("update requested while one is under way; it will follow");
    } else if (event instanceof Event.UpdatePassedOn passedOn) {
      Log.info("update requested here, passed on to the generation that serves");
      if (!passedOn.delivered()) {
        Log.warn("its channel is closed; send the signal to the process that serves");
      }
    } else if (event instanceof Event.UpdateBegan began) {
      Log.info(
          "update to " + generation(began.generation()) + " begins: started pid " + began.pid());
    } else if (event instanceof Event.Ready ready) {
      Log.info(
          generation(ready.generation()) + " is ready after " + Durations.format(ready.after()));
    } else if (event instanceof Event.TookOver tookOver) {
      Log.info(
          generation(tookOver.generation())
              + " took over, "
              + Durations.format(tookOver.after())
              + " after the request");
    } else if (event instanceof Event.UpdateFailed failed) {
      ofFailure(failed);
    } else {
      ofProbation(event);
    }
  }

  private void ofFailure(Event.UpdateFailed failed) {
    Log.error(
        "update to "
            + generation(failed.generation())
            + " failed after "
            + Durations.format(failed.after())
            + ": "
            + failed.reason());
    failed.lastLines().forEach(line -> Log.error("  its output: " + line));
    Log.info(generation(number) + " goes on serving");
  }

  private void ofProbation(Event event) {
    if (event instanceof Event.TookBack tookBack) {
      Log.error(
          generation(tookBack.generation())
              + " "
              + tookBack.reason()
              + " in its probation; "
              + generation(number)
              + " serves again");
    } else if (event instanceof Event.SuccessorLost lost) {
      Log.debug(generation(lost.generation()) + " is lost; " + generation(number) + " accepts");
    } else if (event instanceof Event.RolledBack rolledBack) {
      Log.warn(
          generation(rolledBack.generation())
              + " is rolled back on request; "
              + generation(number)
              + " serves again");
    } else if (event instanceof Event.ProbationOver over) {
      if (over.why().isEmpty()) {
        Log.debug("the probation of " + generation(over.generation()) + " is over");
      } else {
        Log.info(generation(over.generation()) + " " + over.why());
      }
    }
  }

  private static String generation(int number) {
    return "generation " + number;
  }
}
