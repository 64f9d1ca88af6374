package io.hotupdate.it.load;

import java.time.Duration;

/**
 * A connection with one request before an update and one after it, and nothing in between. A close
 * that the client sees before it sends the second loses nothing.
 *
 * @param target where to
 * @param updates says when an update is done
 */
public record IdleOverUpdate(Target target, Updates updates) implements Load {
  private static final Duration LOOK = Duration.ofMillis(20);

  @Override
  public String kind() {
    return "idle-over-update";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      int before = updates.count();
      boolean open = SmallPost.exchange(connection, target, tally, kind());
      while (open && updates.count() == before && !stop.requested()) {
        open = !connection.closedWithin(LOOK);
      }
      if (open && !stop.requested()) {
        SmallPost.exchange(connection, target, tally, kind());
      }
    }
  }
}
