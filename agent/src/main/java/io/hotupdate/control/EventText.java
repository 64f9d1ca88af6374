package io.hotupdate.control;

import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Event;

/** Answers and events as the control socket tells them. */
final class EventText {
  private EventText() {}

  /** The answer to an order. */
  static String of(Answer answer) {
    return line(answer).toString();
  }

  private static Line line(Answer answer) {
    if (answer instanceof Answer.Refused refused) {
      return Line.of("refused").with("reason", refused.reason());
    }
    if (answer instanceof Answer.Elsewhere elsewhere) {
      return Line.of("elsewhere").with("pid", elsewhere.pid());
    }
    return Line.of(answer instanceof Answer.Busy ? "busy" : "begun");
  }

  /** Why there is no answer. */
  static String error(String reason) {
    return Line.of("error").with("reason", reason).toString();
  }

  /** Something that has happened: one line, and behind a failure the successor's last lines. */
  static String of(Event event) {
    if (event instanceof Event.UpdateFailed failed) {
      StringBuilder text = new StringBuilder(line(event).toString());
      failed.lastLines().forEach(written -> text.append(Line.of("output").with("line", written)));
      return text.toString();
    }
    return line(event).toString();
  }

  private static Line line(Event event) {
    if (event instanceof Event.Serves serves) {
      return about("serves", serves.generation()).with("pid", serves.pid());
    }
    if (event instanceof Event.Orphaned orphaned) {
      return about("orphaned", orphaned.generation());
    }
    if (event instanceof Event.UpdateRefused refused) {
      return Line.of("refused").with("reason", refused.reason());
    }
    if (event instanceof Event.UpdateQueued) {
      return Line.of("queued");
    }
    if (event instanceof Event.UpdatePassedOn passedOn) {
      return Line.of("passedon").with("delivered", Boolean.toString(passedOn.delivered()));
    }
    if (event instanceof Event.UpdateBegan began) {
      return about("began", began.generation()).with("pid", began.pid());
    }
    if (event instanceof Event.StillMissing missing) {
      return about("missing", missing.generation()).with("what", missing.what());
    }
    if (event instanceof Event.Ready ready) {
      return about("ready", ready.generation()).with("after", ready.after().toMillis());
    }
    if (event instanceof Event.TookOver tookOver) {
      return about("tookover", tookOver.generation())
          .with("pid", tookOver.pid())
          .with("after", tookOver.after().toMillis());
    }
    if (event instanceof Event.UpdateFailed failed) {
      return about("failed", failed.generation())
          .with("after", failed.after().toMillis())
          .with("reason", failed.reason())
          .with("lines", failed.lastLines().size());
    }
    return afterCommit(event);
  }

  private static Line afterCommit(Event event) {
    if (event instanceof Event.TookBack tookBack) {
      return about("tookback", tookBack.generation()).with("reason", tookBack.reason());
    }
    if (event instanceof Event.SuccessorLost lost) {
      return about("lost", lost.generation());
    }
    if (event instanceof Event.RolledBack rolledBack) {
      return about("rolledback", rolledBack.generation());
    }
    if (event instanceof Event.Yielded yielded) {
      return about("yielded", yielded.generation());
    }
    if (event instanceof Event.ServesAfterAll serves) {
      return about("servesafterall", serves.generation());
    }
    if (event instanceof Event.ProbationOver over) {
      Line line = about("probationover", over.generation());
      return over.why().isEmpty() ? line : line.with("why", over.why());
    }
    if (event instanceof Event.Draining draining) {
      return about("draining", draining.generation())
          .with("live", draining.live())
          .with("busy", draining.busy())
          .with("elapsed", draining.elapsed().toMillis());
    }
    if (event instanceof Event.Drained drained) {
      return about("drained", drained.generation())
          .with("connections", drained.endings().connections())
          .with("told", drained.endings().told())
          .with("quiet", drained.endings().closedQuiet())
          .with("streams", drained.endings().closedStreams())
          .with("cut", drained.endings().cut())
          .with("took", drained.took().toMillis());
    }
    throw new IllegalArgumentException("no line for " + event);
  }

  private static Line about(String word, int generation) {
    return Line.of(word).with("generation", generation);
  }
}
