package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import java.time.Duration;
import java.util.List;

/** What a drain tells of itself, in the log and as events; no more often than it is news. */
final class DrainNews {
  private static final Duration REPORT_EVERY = Duration.ofSeconds(30);

  private final int generation;
  private final Duration limit;
  private final Observer observer;
  private Duration nextReport = REPORT_EVERY;
  private boolean announced;
  private boolean overtimeSaid;
  private int toldLive = -1;
  private int toldBusy;

  DrainNews(int generation, Duration limit, Observer observer) {
    this.generation = generation;
    this.limit = limit;
    this.observer = observer;
  }

  /** These are open. */
  void looked(List<Connection> open, Duration elapsed) {
    int busy = DrainWords.busy(open);
    if (!announced) {
      announced = true;
      Log.info("draining: " + DrainWords.count(open) + ", at most " + Durations.format(limit));
    }
    if (open.size() != toldLive || busy != toldBusy) {
      toldLive = open.size();
      toldBusy = busy;
      observer.happened(new Event.Draining(generation, toldLive, busy, elapsed));
    }
    if (elapsed.compareTo(nextReport) >= 0) {
      Log.info("still draining: " + DrainWords.count(open) + DrainWords.named(open));
      nextReport = elapsed.plus(REPORT_EVERY);
    }
  }

  /** The limit has come, but these are waited for. */
  void waitsLonger(List<Connection> waitedFor) {
    if (!overtimeSaid) {
      overtimeSaid = true;
      Log.info(
          limitReached()
              + ", but some get a moment more: "
              + DrainWords.count(waitedFor)
              + DrainWords.named(waitedFor));
    }
  }

  /**
   * It is over.
   *
   * @param drained whether that is because nothing is left, and not because of the limit
   */
  void ended(Endings endings, List<Connection> cut, boolean drained, Duration took) {
    if (drained) {
      Log.info("drained in " + Durations.format(took) + ": " + endings.inWords());
    } else {
      Log.warn(limitReached() + ": " + endings.inWords() + DrainWords.named(cut));
    }
    observer.happened(new Event.Drained(generation, endings, took));
  }

  private String limitReached() {
    return "drain limit of " + Durations.format(limit) + " reached";
  }
}
