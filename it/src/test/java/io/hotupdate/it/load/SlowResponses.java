package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Requests that the server thinks about before it answers.
 *
 * @param target where to
 * @param shortest the shortest time to the answer
 * @param longest the longest time to the answer
 */
public record SlowResponses(Target target, Duration shortest, Duration longest) implements Load {
  @Override
  public String kind() {
    return "slow-responses";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    long millis = ThreadLocalRandom.current().nextLong(shortest.toMillis(), longest.toMillis() + 1);
    try (Connection connection = Connection.open(target)) {
      connection.get(String.format(Locale.ROOT, "/?sleep=%.3f", millis / 1000.0));
      Response response = connection.receive();
      response.expectAnswer();
      tally.ok(kind(), response.answer());
    }
  }
}
