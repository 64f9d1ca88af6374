package io.hotupdate.generation;

import io.hotupdate.listener.KeptNames;
import io.hotupdate.log.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The successors that have been rolled back and still serve their live connections. */
final class Retired {
  private final List<Successor> successors = new ArrayList<>();

  void add(Successor successor) {
    successors.add(successor);
  }

  /** Whether it is one of them and has not ended. */
  boolean has(Successor successor) {
    return successors.contains(successor);
  }

  /** Tells all of them. */
  void tell(Message message) {
    // One that is gone is told of by its channel.
    successors.forEach(successor -> successor.send(message));
  }

  /**
   * The channel of a successor is closed.
   *
   * @param how what became of it
   * @return whether it was one of them
   */
  boolean gone(Successor successor, String how) {
    if (!successors.remove(successor)) {
      return false;
    }
    Log.info("generation " + successor.generation() + ", which was rolled back, " + how);
    try {
      KeptNames.giveBack(successor.listeners(), successor.generation());
    } catch (IOException e) {
      Log.warn(e.getMessage());
    }
    return true;
  }
}
