package io.hotupdate.generation;

import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The state machine of one generation: what it does about each thing that happens. One update at a
 * time.
 *
 * <p>Not safe for use by many threads: all methods are called by one, see {@link LiveGeneration}.
 */
final class Generation {
  private final int number;
  private final Actions actions;
  private State state;
  private boolean updateRemembered;
  private boolean committed;
  private boolean mayTakeBack;
  private boolean orphan;
  private String missing = "";
  private String reason = "";
  private long updateBegan;

  /** Where a generation stands. */
  enum State {
    /** A successor that has not been told to commit. */
    STARTING,
    /** It accepts connections. */
    SERVING,
    /** It serves, and a successor is on its way. */
    UPDATING,
    /** The successor does not run as it should and is being ended. */
    ROLLING_BACK,
    /** The successor serves; this one serves the connections it has. */
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
    this.state = state;
    this.actions = actions;
  }

  State state() {
    return state;
  }

  // ---- requests

  /** Somebody asks for an update. */
  void updateRequested() {
    switch (state) {
      case SERVING -> update();
      case DRAINING -> {
        Log.info("update requested here, passed on to the generation that serves");
        if (!actions.tellSuccessor(new Message.Update())) {
          Log.warn("its channel is closed; send the signal to the process that serves");
        }
      }
      case STARTING, UPDATING, ROLLING_BACK -> {
        Log.info("update requested while one is under way; it will follow");
        updateRemembered = true;
      }
      case EXITING -> Log.warn("update requested, but this generation is about to exit");
    }
  }

  /** The JVM shuts down, because of a signal or because the application wants it to. */
  void stopping() {
    State before = state;
    state = State.EXITING;
    if (before == State.UPDATING && !committed) {
      Log.info("stopping during an update: the successor is ended too");
      actions.tellSuccessor(new Message.Stopping());
      actions.endSuccessor();
    }
  }

  /** The JVM was told to stop from outside, so nobody shall take its place. */
  void stoppingOnPurpose() {
    actions.tellPredecessor(new Message.Stopping());
    stopping();
  }

  // ---- as predecessor

  private void update() {
    try {
      Optional<String> obstacle = actions.obstacle();
      if (obstacle.isPresent()) {
        Log.warn("no update: " + obstacle.get());
        return;
      }
      updateBegan = System.nanoTime();
      committed = false;
      missing = "it has not reported";
      // Who asks for another update is content with this generation; and two must never take over
      // from it at once, its predecessor and its successor.
      actions.tellPredecessor(new Message.Superseded(number + 1));
      int pid = actions.startSuccessor(number + 1);
      state = State.UPDATING;
      Log.info("update to generation " + (number + 1) + " begins: started pid " + pid);
    } catch (IOException e) {
      Log.error("no update: the successor could not be started: " + e.getMessage());
    }
  }

  /** The successor said something. */
  void successorSaid(Message message) {
    Log.debug("successor: " + message.line());
    if (message instanceof Message.Waiting waiting) {
      missing = waiting.missing();
    } else if (message instanceof Message.Failed failed) {
      fail(failed.reason());
    } else if (message instanceof Message.Ready && state == State.UPDATING) {
      Log.info("generation " + (number + 1) + " is ready after " + sinceBegin());
      committed = true;
      actions.expectServing();
      actions.tellSuccessor(new Message.Commit());
    } else if (message instanceof Message.Serving serving) {
      successorServes(serving);
    } else if (message instanceof Message.Stopping && state == State.DRAINING) {
      Log.info("generation " + (number + 1) + " is stopped on purpose");
      letGo();
    } else if (message instanceof Message.Superseded && state == State.DRAINING) {
      letGo();
    }
  }

  private void successorServes(Message.Serving serving) {
    if (state != State.UPDATING && state != State.DRAINING) {
      return;
    }
    try {
      actions.closeGates(serving.taken());
    } catch (IOException e) {
      // Both accept; the drain tries again and does not end before.
      Log.error("cannot stop accepting yet: " + e.getMessage());
    }
    if (state == State.UPDATING) {
      beginDraining();
    }
  }

  private void beginDraining() {
    state = State.DRAINING;
    mayTakeBack = true;
    Log.info("generation " + (number + 1) + " took over, " + sinceBegin() + " after the request");
    try {
      actions.drain();
    } catch (IOException e) {
      Log.error("cannot drain: " + e.getMessage());
    }
    if (updateRemembered) {
      updateRemembered = false;
      actions.tellSuccessor(new Message.Update());
    }
  }

  /** The successor was not ready in time. */
  void readyTimeout(Duration limit) {
    if (state == State.UPDATING && !committed) {
      fail("it was not ready within " + Durations.format(limit) + ": " + missing);
    }
  }

  /** The successor was told to commit, but does not serve. */
  void servingTimeout(Duration limit) {
    if (state == State.UPDATING && committed) {
      fail("it did not serve within " + Durations.format(limit) + " after the commit");
    }
  }

  /**
   * The successor's end of the channel is closed.
   *
   * @param how what became of it
   */
  void successorGone(String how) {
    switch (state) {
      case UPDATING -> fail("it " + how);
      case DRAINING -> {
        if (mayTakeBack) {
          takeBack(how);
        } else {
          actions.forgetSuccessor();
          Log.debug("generation " + (number + 1) + " " + how);
        }
      }
      default -> Log.debug("generation " + (number + 1) + " " + how);
    }
  }

  private void fail(String why) {
    if (state != State.UPDATING) {
      return;
    }
    state = State.ROLLING_BACK;
    reason = why;
    actions.endSuccessor();
  }

  /** A successor that failed does not run any more. */
  void successorEnded() {
    if (state != State.ROLLING_BACK) {
      return;
    }
    Log.error(
        "update to generation " + (number + 1) + " failed after " + sinceBegin() + ": " + reason);
    actions.lastLines().forEach(line -> Log.error("  its output: " + line));
    undoUpdate();
    Log.info("generation " + number + " goes on serving");
    serveAgain();
  }

  private void takeBack(String how) {
    mayTakeBack = false;
    Log.error(
        "generation "
            + (number + 1)
            + " "
            + how
            + " in its probation; generation "
            + number
            + " serves again");
    try {
      actions.takeBack();
    } catch (IOException e) {
      Log.error("a gate could not be opened: " + e.getMessage());
    }
    // Its channel is closed, but something of it may still run.
    actions.endSuccessor();
    undoUpdate();
    serveAgain();
  }

  private void undoUpdate() {
    try {
      actions.undoUpdate();
    } catch (IOException e) {
      Log.warn(e.getMessage());
    }
  }

  private void serveAgain() {
    state = State.SERVING;
    if (updateRemembered) {
      updateRemembered = false;
      update();
    }
  }

  /** From now on a successor that dies is not replaced. */
  void probationOver() {
    if (state == State.DRAINING) {
      letGo();
    }
  }

  private void letGo() {
    if (mayTakeBack) {
      mayTakeBack = false;
      try {
        actions.letGo();
      } catch (IOException e) {
        Log.warn(e.getMessage());
      }
    }
  }

  /** The last connection of the drain is gone, or its limit has come. */
  void drained() {
    if (state == State.DRAINING) {
      state = State.EXITING;
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

  /** This generation accepts on every listener that it must take over. */
  void ready() {
    if (state == State.STARTING) {
      actions.tellPredecessor(new Message.Ready());
    } else if (orphan) {
      forgetPredecessor();
    }
  }

  /** This generation should have been ready by now. */
  void notReadyInTime() {
    if (orphan) {
      forgetPredecessor();
    }
  }

  /** This generation must not be used; the predecessor ends it. */
  void unusable(String why) {
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
    } else if (message instanceof Message.Stopping && state == State.STARTING) {
      Log.info("the predecessor is stopped on purpose, so this generation ends too");
      state = State.EXITING;
      actions.exit();
    }
  }

  /** The predecessor is gone. */
  void predecessorGone() {
    if (state != State.STARTING) {
      forgetPredecessor();
      return;
    }
    // Nobody else serves now. Clients wait at the listeners that the application has yet to bind.
    orphan = true;
    try {
      serve();
    } catch (IOException e) {
      Log.error("a gate could not be opened: " + e.getMessage());
    }
    // Not before: until then the output goes through the predecessor.
    Log.warn("the predecessor died before the commit; generation " + number + " took over");
    serveAgain();
  }

  private void forgetPredecessor() {
    orphan = false;
    try {
      actions.forgetPredecessor();
    } catch (IOException e) {
      Log.warn(e.getMessage());
    }
  }

  private void serve() throws IOException {
    actions.serve();
    Log.info("generation " + number + " serves, pid " + ProcessHandle.current().pid());
  }

  private String sinceBegin() {
    return Durations.format(Duration.ofNanos(System.nanoTime() - updateBegan));
  }
}
