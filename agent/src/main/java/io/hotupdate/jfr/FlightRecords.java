package io.hotupdate.jfr;

import io.hotupdate.generation.DaemonThread;
import io.hotupdate.generation.Endings;
import io.hotupdate.generation.Event;
import io.hotupdate.generation.Observer;
import java.util.List;
import java.util.Optional;
import jdk.jfr.FlightRecorder;

/** Writes what happens to a generation into flight recordings. */
public final class FlightRecords implements Observer {
  private Optional<UpdateEvent> update = Optional.empty();
  private Optional<RollbackEvent> rollback = Optional.empty();
  private Optional<DrainEvent> drain = Optional.empty();

  /**
   * Prepares the events if somebody records already. The recorder takes its time over the first of
   * each class, and that shall not be in the middle of a commit.
   */
  public void prepare() {
    if (FlightRecorder.isInitialized()) {
      DaemonThread.start("jfr", FlightRecords::useOnce);
    }
  }

  private static void useOnce() {
    List<jdk.jfr.Event> events =
        List.of(new UpdateEvent(), new CommitEvent(), new RollbackEvent(), new DrainEvent());
    events.forEach(jdk.jfr.Event::begin);
  }

  @Override
  public void happened(Event event) {
    // The first use of an event class would set up half of the recorder.
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    if (event instanceof Event.Serves serves) {
      serves(serves.generation());
    } else if (event instanceof Event.UpdateBegan began) {
      began(began);
    } else if (event instanceof Event.Ready ready) {
      update.ifPresent(recorded -> recorded.untilReady = ready.after().toMillis());
    } else if (event instanceof Event.TookOver tookOver) {
      tookOver(tookOver);
    } else if (event instanceof Event.UpdateFailed failed) {
      failed(failed);
    } else if (event instanceof Event.TookBack tookBack) {
      servesAgain(tookBack.generation(), false, tookBack.reason());
    } else if (event instanceof Event.RolledBack rolledBack) {
      servesAgain(rolledBack.generation(), true, "");
    } else if (event instanceof Event.Yielded) {
      drainBegins();
    } else if (event instanceof Event.Drained drained) {
      drained(drained);
    }
  }

  private static void serves(int generation) {
    CommitEvent commit = new CommitEvent();
    commit.generation = generation;
    commit.commit();
  }

  private void began(Event.UpdateBegan began) {
    UpdateEvent recorded = new UpdateEvent();
    recorded.generation = began.generation();
    recorded.pid = began.pid();
    recorded.begin();
    update = Optional.of(recorded);
  }

  private void tookOver(Event.TookOver tookOver) {
    // A recording that began in the middle of an update has its end.
    UpdateEvent recorded = update.orElseGet(UpdateEvent::new);
    recorded.generation = tookOver.generation();
    recorded.pid = tookOver.pid();
    recorded.succeeded = true;
    recorded.commit();
    update = Optional.empty();

    RollbackEvent perhaps = new RollbackEvent();
    perhaps.begin();
    rollback = Optional.of(perhaps);
    drainBegins();
  }

  private void drainBegins() {
    DrainEvent begun = new DrainEvent();
    begun.begin();
    drain = Optional.of(begun);
  }

  private void failed(Event.UpdateFailed failed) {
    UpdateEvent recorded = update.orElseGet(UpdateEvent::new);
    recorded.generation = failed.generation();
    recorded.reason = failed.reason();
    recorded.commit();
    update = Optional.empty();
  }

  private void servesAgain(int generation, boolean requested, String reason) {
    RollbackEvent recorded = rollback.orElseGet(RollbackEvent::new);
    recorded.generation = generation;
    recorded.requested = requested;
    recorded.reason = reason;
    recorded.commit();
    rollback = Optional.empty();
    drain = Optional.empty();
  }

  private void drained(Event.Drained drained) {
    DrainEvent recorded = drain.orElseGet(DrainEvent::new);
    recorded.generation = drained.generation();
    Endings endings = drained.endings();
    recorded.connections = endings.connections();
    recorded.byThemselves = endings.byThemselves();
    recorded.told = endings.told();
    recorded.closedQuiet = endings.closedQuiet();
    recorded.closedStreams = endings.closedStreams();
    recorded.cut = endings.cut();
    recorded.commit();
    drain = Optional.empty();
  }
}
