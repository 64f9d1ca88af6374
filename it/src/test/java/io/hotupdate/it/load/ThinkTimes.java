package io.hotupdate.it.load;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A connection that is kept for good, with a time to think between its requests that is short as
 * often as long: as many are from 1 to 10 ms as from 100 to 1000 ms. While the client thinks it
 * watches for the server's close, and one seen then loses nothing.
 *
 * @param target where to
 * @param longest the longest time to think, 2 ms or more
 */
public record ThinkTimes(Target target, Duration longest) implements Load {
  @Override
  public String kind() {
    return "think-times";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      boolean open = SmallPost.exchange(connection, target, tally, kind());
      while (open && !stop.requested()) {
        open =
            !connection.closedWithin(someTime())
                && !stop.requested()
                && SmallPost.exchange(connection, target, tally, kind());
      }
    }
  }

  private Duration someTime() {
    double exponent = ThreadLocalRandom.current().nextDouble(Math.log((double) longest.toMillis()));
    return Duration.ofMillis(Math.round(Math.exp(exponent)));
  }
}
