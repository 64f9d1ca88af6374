package io.hotupdate.it.load;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Connections that are kept for good, each with a time to think between its requests. While the
 * client thinks it watches for the server's close, and one seen then loses nothing; one that
 * crosses the next request loses it.
 *
 * <p>A network in between is played: a request that arrives now has left half a round trip ago, and
 * what the client could know then has left the server half a round trip before. So it sends without
 * having looked for as long as a whole one takes.
 *
 * @param target where to
 * @param time the next time to think
 * @param roundTrip of the network; zero for none but the real one
 */
public record Thinkers(Target target, Supplier<Duration> time, Duration roundTrip) implements Load {
  @Override
  public String kind() {
    return "thinkers";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      boolean open = SmallPost.exchange(connection, target, tally, kind());
      while (open && !stop.requested()) {
        open =
            !connection.closedWithin(time.get().minus(roundTrip))
                && !travels(stop)
                && SmallPost.exchange(connection, target, tally, kind());
      }
    }
  }

  private boolean travels(Stop stop) {
    if (!roundTrip.isZero()) {
      stop.pause(roundTrip);
    }
    return stop.requested();
  }
}
