package io.hotupdate.generation;

import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state machine of one generation: what it does about each thing that happens. One update at a
 * time.
 *
 * <pre>
 *   STARTING → SERVING → UPDATING → (RAMPING →) DRAINING → EXITING
 *                 ↑         ↓  ROLLING_BACK        ↓
 *                 └─────────┴──────────────────────┘
 * </pre>
 *
 * <p>Not safe for use by many threads: all methods are called by one, see {@link LiveGeneration}.
 */
final class Generation {
  private final int number;
  private final Actions actions;
  private State state;
  private Instant since = Instant.now();
  private boolean gateRefused;

  // As successor.
  private boolean orphan;
  private boolean readinessKnown;
  private boolean predecessorLives;
  private boolean mustYield;
  private boolean yielded;
  private boolean standsBy;

  // As predecessor.
  private Update update = new Update(0);
  private int lastServed;
  private boolean updateRemembered;

  /** Where a generation stands. */
  enum State {
    /** A successor that has not been told to commit. */
    STARTING,
    /** It accepts connections. */
    SERVING,
    /** It serves, and a successor is on its way. */
    UPDATING,
    /** It serves; the successor does not run as it should and is being ended. */
    ROLLING_BACK,
    /** The successor serves, and for a while this one accepts too. */
    RAMPING,
    /** Another generation serves; this one serves the connections it has. */
    DRAINING,
    /** It ends. */
    EXITING
  }

  /**
   * @param number 1 for the first generation
   * @param state STARTING for a successor, SERVING for the first generation
   */
  Generation(int number, State state, Actions actions) {
    this.number = number;
    this.lastServed = number;
    this.state = state;
    this.actions = actions;
    this.predecessorLives = state == State.STARTING;
  }

  private void enter(State next) {
    state = next;
    since = Instant.now();
  }

  State state() {
    return state;
  }

  /** When it came into its state. */
  Instant since() {
    return since;
  }

  /** Whether the successor is in its probation, so that this generation can take back. */
  boolean canTakeBack() {
    return update.probation;
  }

  /** Whether the predecessor has not ended. */
  boolean predecessorLives() {
    return predecessorLives;
  }

  // ---- requests

  /** A signal asks for an update. */
  void updateRequested() {
    switch (state) {
      case SERVING -> begin();
      case STARTING, UPDATING, ROLLING_BACK -> rememberUpdate();
      case RAMPING, DRAINING -> passOnUpdate();
      case EXITING -> actions.publish(new Event.UpdateRefused(aboutToExit()));
    }
  }

  private String aboutToExit() {
    return EventWords.generation(number) + " is about to exit";
  }

  private void rememberUpdate() {
    actions.publish(new Event.UpdateQueued());
    updateRemembered = true;
  }

  private void passOnUpdate() {
    Message.Update request = new Message.Update();
    boolean delivered =
        !update.lost
            && (yielded ? actions.tellPredecessor(request) : actions.tellSuccessor(request));
    // If the one to tell has just died, this one is about to serve again.
    if (!delivered && (yielded ? standsBy : update.probation)) {
      rememberUpdate();
    } else {
      actions.publish(new Event.UpdatePassedOn(delivered));
    }
  }

  /** Somebody who waits for the answer asks for an update. */
  Answer update() {
    return switch (state) {
      case SERVING -> begin();
      case UPDATING, ROLLING_BACK -> new Answer.Busy();
      case STARTING -> elsewhere();
      case RAMPING, DRAINING -> isTakingBack() ? new Answer.Busy() : elsewhere();
      case EXITING -> new Answer.Refused(aboutToExit());
    };
  }

  /** Somebody asks to end the successor, and to serve again. */
  Answer rollBack() {
    return switch (state) {
      case STARTING -> elsewhere();
      case SERVING ->
          predecessorLives
              ? elsewhere()
              : new Answer.Refused("there is no older generation to go back to");
      case UPDATING -> {
        abandon("it was rolled back on request");
        yield new Answer.Begun();
      }
      case ROLLING_BACK -> new Answer.Begun();
      case RAMPING, DRAINING -> {
        if (yielded) {
          yield new Answer.Refused("generation " + number + " is being rolled back already");
        }
        if (isTakingBack()) {
          yield new Answer.Begun();
        }
        yield update.probation
            ? rollBackSuccessor()
            : new Answer.Refused("the probation of generation " + lastServed + " is over");
      }
      case EXITING -> new Answer.Refused(aboutToExit());
    };
  }

  /** The generation to ask instead of this one. */
  private Answer elsewhere() {
    boolean older = state == State.STARTING || state == State.SERVING || yielded;
    return (older ? actions.predecessorPid() : actions.successorPid())
        .<Answer>map(Answer.Elsewhere::new)
        .orElse(new Answer.Refused("the generation to ask is gone"));
  }

  /**
   * The JVM shuts down, because the application wants it to. That may take long, and its server may
   * have stopped to accept.
   */
  void stopping() {
    if (predecessorLives && state == State.SERVING) {
      actions.tellPredecessor(new Message.Failed("it shuts down by itself"));
    }
    stop();
  }

  private void stop() {
    State before = state;
    enter(State.EXITING);
    if (before == State.UPDATING && !update.committed) {
      Log.info("stopping during an update: the successor is ended too");
      actions.tellSuccessor(new Message.Stopping());
      actions.endSuccessor();
    }
  }

  /** The JVM was told to stop from outside, so nobody shall take its place. */
  void stoppingOnPurpose() {
    actions.tellPredecessor(new Message.Stopping());
    actions.tellRetired(new Message.Stopping());
    stop();
  }

  // ---- as predecessor, until the successor serves

  private Answer begin() {
    try {
      Optional<String> obstacle = actions.obstacle();
      if (obstacle.isPresent()) {
        return refuse(obstacle.get());
      }
      // A number that has served is not used again: its process may still drain.
      int next = lastServed + 1;
      // Who asks for another update is content with this generation; and two must never take over
      // from it at once, its successor and one before it or rolled back.
      actions.tellPredecessor(new Message.Superseded(next));
      actions.tellRetired(new Message.Superseded(next));
      update = new Update(next);
      int pid = actions.startSuccessor(next);
      enter(State.UPDATING);
      actions.publish(new Event.UpdateBegan(next, pid));
      return new Answer.Begun();
    } catch (IOException e) {
      return refuse("the successor could not be started: " + e.getMessage());
    }
  }

  private Answer refuse(String why) {
    actions.publish(new Event.UpdateRefused(why));
    return new Answer.Refused(why);
  }

  /** The successor said something. */
  void successorSaid(Message message) {
    Log.debug("successor: " + message.line());
    if (message instanceof Message.Waiting waiting && state == State.UPDATING) {
      update.missing = waiting.missing();
      actions.publish(new Event.StillMissing(update.generation(), update.missing));
    } else if (message instanceof Message.Failed failed) {
      successorFailed(failed.reason());
    } else if (message instanceof Message.Ready && state == State.UPDATING) {
      actions.publish(new Event.Ready(update.generation(), update.elapsed()));
      update.committed = true;
      actions.expectServing();
      actions.tellSuccessor(new Message.Commit());
    } else if (message instanceof Message.Serving serving) {
      successorServes(serving);
    } else if (message instanceof Message.Stopping) {
      endProbation("is stopped on purpose");
    } else if (message instanceof Message.Superseded) {
      endProbation("is updated in its turn");
    }
  }

  /** A successor that was rolled back said something. */
  void retiredSaid(Message message) {
    if (message instanceof Message.Update) {
      updateRequested();
    }
  }

  private void successorFailed(String reason) {
    fail(reason);
    if (update.probation && !update.lost && state != State.EXITING) {
      Log.warn("generation " + lastServed + " failed in its probation: " + reason);
      successorLost();
      // It may never come to its end.
      actions.endSuccessor();
    }
  }

  /** The successor was not ready in time. */
  void readyTimeout(Duration limit) {
    if (state == State.UPDATING && !update.committed) {
      fail("it was not ready within " + Durations.format(limit) + ": " + update.missing);
    }
  }

  /** The successor was told to commit, but does not serve. */
  void servingTimeout(Duration limit) {
    if (state == State.UPDATING && update.committed) {
      fail("it did not serve within " + Durations.format(limit) + " after the commit");
    }
  }

  /** Ends an update; one that is a fact already is rolled back as soon as the successor serves. */
  private void abandon(String why) {
    if (update.committed) {
      update.rollBackWhenServing = true;
    } else {
      fail(why);
    }
  }

  private void fail(String why) {
    if (state != State.UPDATING) {
      return;
    }
    enter(State.ROLLING_BACK);
    update.reason = why;
    actions.endSuccessor();
  }

  /** A successor that failed does not run any more. */
  void successorEnded() {
    if (state != State.ROLLING_BACK) {
      return;
    }
    var failed =
        new Event.UpdateFailed(
            update.generation(), update.elapsed(), update.reason, actions.lastLines());
    undoUpdate();
    actions.publish(failed);
    serveAgain();
  }

  private void undoUpdate() {
    attempt("what was prepared for the update is not undone", actions::undoUpdate);
  }

  private void serveAgain() {
    enter(State.SERVING);
    if (mustYield) {
      yieldToPredecessor();
    } else if (updateRemembered) {
      updateRemembered = false;
      begin();
    }
  }

  // ---- as predecessor, once the successor serves

  private void successorServes(Message.Serving serving) {
    switch (state) {
      case UPDATING -> {
        update.taken = serving.taken();
        lastServed = update.generation();
        update.probation = true;
        actions.beginProbation();
        if (actions.beginRamp()) {
          enter(State.RAMPING);
          publishTakeOver();
        } else {
          closeGates();
          publishTakeOver();
          drain();
        }
        afterTakeOver();
      }
      case RAMPING -> update.taken = serving.taken();
      case DRAINING -> {
        if (!yielded && !update.lost) {
          update.taken = serving.taken();
          closeGates();
        }
      }
      default -> {}
    }
  }

  private void publishTakeOver() {
    actions.publish(
        new Event.TookOver(lastServed, actions.successorPid().orElse(0L), update.elapsed()));
  }

  private void afterTakeOver() {
    if (update.rollBackWhenServing) {
      rollBackSuccessor();
    } else if (updateRemembered) {
      updateRemembered = false;
      actions.tellSuccessor(new Message.Update());
    }
  }

  private void closeGates() {
    // If not, both accept; the drain tries again and does not end before.
    attempt("cannot stop accepting yet", () -> actions.closeGates(update.taken));
  }

  private void drain() {
    enter(State.DRAINING);
    actions.drain();
  }

  /** The time in which both generations accept is over. */
  void rampOver() {
    if (state == State.RAMPING && !update.lost) {
      closeGates();
      drain();
      if (update.probationTimePassed && !successorIsDying()) {
        letGo("");
      }
    }
  }

  /** The time of the probation is over: from now on a successor that dies is not replaced. */
  void probationOver() {
    update.probationTimePassed = true;
    if (state == State.DRAINING && !successorIsDying()) {
      letGo("");
    }
  }

  /**
   * Whether the successor has died in its probation, and this has not been told yet. If this
   * process was stopped for a while, or the machine was, a timer may come before that news.
   */
  private boolean successorIsDying() {
    return update.probation && !actions.successorLives();
  }

  private void endProbation(String why) {
    rampOver();
    if (state == State.DRAINING) {
      letGo(why);
    }
  }

  private void letGo(String why) {
    if (update.probation && !update.lost) {
      update.probation = false;
      actions.publish(new Event.ProbationOver(lastServed, why));
      abandonListeners();
    }
  }

  private void abandonListeners() {
    attempt("a listener is not let go", actions::letGo);
  }

  /** Whether the successor is lost, and what became of it is not known yet. */
  private boolean isTakingBack() {
    return update.lost && update.probation;
  }

  /** The successor's end of the channel is closed. Clients wait, so nothing is asked here. */
  void successorLost() {
    if (update.probation && !update.lost && state != State.EXITING) {
      update.lost = true;
      open(actions::takeBack);
      actions.publish(new Event.SuccessorLost(lastServed));
    }
  }

  /**
   * It is known what became of a successor that was lost.
   *
   * @param how in words
   */
  void successorGone(String how) {
    switch (state) {
      case UPDATING -> fail("it " + how);
      case RAMPING, DRAINING -> {
        if (update.probation) {
          takeBack(how);
        } else if (!yielded) {
          actions.forgetSuccessor();
          Log.debug("generation " + lastServed + " " + how);
        }
      }
      default -> Log.debug("the successor " + how);
    }
  }

  private void takeBack(String how) {
    update.probation = false;
    open(actions::takeBack);
    actions.publish(new Event.TookBack(lastServed, how));
    // Its channel is closed, but something of it may still run.
    actions.endSuccessor();
    undoUpdate();
    serveAgain();
  }

  /** This one accepts before the successor stops to, so that there is always somebody who does. */
  private Answer rollBackSuccessor() {
    try {
      actions.takeBack();
    } catch (IOException e) {
      // The successor goes on serving.
      closeGates();
      drain();
      return new Answer.Refused("a gate could not be opened: " + e.getMessage());
    }
    update.probation = false;
    actions.tellSuccessor(new Message.Yield());
    actions.retireSuccessor();
    actions.publish(new Event.RolledBack(lastServed));
    serveAgain();
    return new Answer.Begun();
  }

  /** The last connection of the drain is gone, or its limit has come. */
  void drained() {
    if (state == State.DRAINING && !successorIsDying()) {
      enter(State.EXITING);
      actions.exit();
    }
  }

  // ---- as successor

  /** The application has bound a listener. */
  void bound() {
    if (state == State.SERVING || state == State.UPDATING || state == State.ROLLING_BACK) {
      // It may be one that the predecessor still accepts on.
      actions.tellPredecessor(new Message.Serving(actions.adopted()));
    }
  }

  /** What this generation lacks to be ready has changed. */
  void stillMissing(String what) {
    actions.tellPredecessor(new Message.Waiting(what));
  }

  /** This generation accepts on every listener that it must take over, and has proven itself. */
  void ready() {
    readinessKnown = true;
    if (state == State.STARTING) {
      actions.tellPredecessor(new Message.Ready());
    } else if (orphan) {
      forgetPredecessor();
    }
  }

  /** This generation should have been ready by now. */
  void notReadyInTime() {
    readinessKnown = true;
    if (orphan) {
      forgetPredecessor();
    }
  }

  /** This generation must not be used; the predecessor ends it. */
  void unusable(String why) {
    readinessKnown = true;
    if (state == State.STARTING) {
      Log.error("cannot take over: " + why);
      actions.tellPredecessor(new Message.Failed(why));
    }
  }

  /** The predecessor said something. */
  void predecessorSaid(Message message) {
    Log.debug("predecessor: " + message.line());
    if (message instanceof Message.Commit && state == State.STARTING) {
      try {
        serve();
        actions.tellPredecessor(new Message.Serving(actions.adopted()));
        serveAgain();
      } catch (IOException e) {
        unusable("a gate could not be opened: " + e.getMessage());
      }
    } else if (message instanceof Message.Update) {
      updateRequested();
    } else if (message instanceof Message.Yield) {
      rolledBack();
    } else if (message instanceof Message.Stopping && state == State.STARTING) {
      Log.info("the predecessor is stopped on purpose, so this generation ends too");
      enter(State.EXITING);
      actions.exit();
    } else if (standsBy
        && (message instanceof Message.Stopping || message instanceof Message.Superseded)) {
      // Whatever becomes of the predecessor now, this generation has not to take its place.
      standsBy = false;
      abandonListeners();
    }
  }

  /** The predecessor has taken the service back. */
  private void rolledBack() {
    switch (state) {
      case SERVING -> yieldToPredecessor();
      case UPDATING -> {
        mustYield = true;
        abandon("its predecessor was rolled back");
      }
      case ROLLING_BACK -> mustYield = true;
      case RAMPING, DRAINING -> {
        // The request for this generation's own update crossed the one to roll it back.
        if (update.probation) {
          mustYield = true;
          rollBackSuccessor();
        }
      }
      case STARTING, EXITING -> {}
    }
  }

  private void yieldToPredecessor() {
    mustYield = false;
    yielded = true;
    standsBy = true;
    attempt("cannot stop accepting yet", actions::closeAllGates);
    actions.publish(new Event.Yielded(number));
    actions.tellPredecessor(new Message.Yielded());
    if (updateRemembered) {
      updateRemembered = false;
      actions.tellPredecessor(new Message.Update());
    }
    drain();
  }

  /** The predecessor is gone. */
  void predecessorGone() {
    predecessorLives = false;
    if (state == State.STARTING) {
      serveAsOrphan();
      return;
    }
    forgetPredecessor();
    if (standsBy && state == State.DRAINING) {
      serveAfterAll();
    }
  }

  private void serveAsOrphan() {
    // Nobody else serves now. Clients wait at the listeners that the application has yet to bind.
    orphan = true;
    open(this::serve);
    // Not before: until then the output goes through the predecessor.
    actions.publish(new Event.Orphaned(number));
    serveAgain();
    if (readinessKnown) {
      // Nothing that is still to come would do it.
      forgetPredecessor();
    }
  }

  /** A version that was not wanted is better than none. */
  private void serveAfterAll() {
    yielded = false;
    standsBy = false;
    open(actions::takeBack);
    actions.publish(new Event.ServesAfterAll(number));
    serveAgain();
  }

  private void forgetPredecessor() {
    orphan = false;
    attempt("what was inherited is not let go", actions::forgetPredecessor);
  }

  private void serve() throws IOException {
    actions.serve();
    actions.publish(new Event.Serves(number, ProcessHandle.current().pid()));
  }

  /** What the kernel may refuse. */
  private interface Step {
    void run() throws IOException;
  }

  /** Nobody else serves: what is refused now, for want of descriptors, is tried until it works. */
  private void open(Step gates) {
    try {
      gates.run();
    } catch (IOException e) {
      if (!gateRefused) {
        gateRefused = true;
        Log.error("a gate could not be opened: " + e.getMessage() + "; this is tried again");
        actions.soon(() -> openAgain(gates));
      }
    }
  }

  private void openAgain(Step gates) {
    if (!isToAccept()) {
      gateRefused = false;
      return;
    }
    try {
      gates.run();
      gateRefused = false;
      Log.info("all gates are open");
    } catch (IOException stillRefused) {
      actions.soon(() -> openAgain(gates));
    }
  }

  private boolean isToAccept() {
    return switch (state) {
      case SERVING, UPDATING, ROLLING_BACK, RAMPING -> true;
      case DRAINING -> isTakingBack();
      case STARTING, EXITING -> false;
    };
  }

  /** Does what is worth doing, but must not stop the rest where it is refused. */
  private static void attempt(String complaint, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      Log.error(complaint + ": " + e.getMessage());
    }
  }
}
