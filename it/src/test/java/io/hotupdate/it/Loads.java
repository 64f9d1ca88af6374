package io.hotupdate.it;

import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Downloads;
import io.hotupdate.it.load.HeldEcho;
import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.SlowResponses;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import io.hotupdate.it.load.Uploads;
import java.time.Duration;
import java.util.Map;

/** Mixes of loads, with rates that leave two cores time to start JVMs. */
final class Loads {
  /** The fewest requests of each kind without which the test proves nothing. */
  private static final Map<String, Long> FEWEST =
      Map.of(
          "new-connections", 200L,
          "keep-alive", 200L,
          "back-to-back", 500L,
          "slow-responses", 5L,
          "downloads", 5L,
          "uploads", 5L,
          "held-echo", 50L);

  private Loads() {}

  /** Starts every kind of load. */
  static LoadMix everyKind(Target target) {
    return new LoadMix()
        .start(2, new NewConnections(target, millis(20)))
        .start(3, new KeepAlive(target, 50, millis(2000), millis(20), Duration.ZERO))
        .start(2, new KeepAlive(target, 50, millis(2000), Duration.ZERO, millis(200)))
        .start(2, new SlowResponses(target, millis(500), millis(2000)))
        .start(2, new Downloads(target, 5_000_000, millis(1500)))
        .start(2, new Uploads(target, 20, 5_000, millis(1500)))
        .start(3, new HeldEcho(target, millis(3000), millis(50), millis(200)));
  }

  /** Waits for so many requests of each kind that a test proves something, or for a loss. */
  static void awaitEnough(Tally tally) {
    await("enough requests of every kind")
        .atMost(Duration.ofSeconds(60))
        .until(() -> tally.failures() > 0 || isEnough(tally));
  }

  private static boolean isEnough(Tally tally) {
    return FEWEST.entrySet().stream()
        .allMatch(fewest -> tally.count(Outcome.OK, fewest.getKey()) >= fewest.getValue());
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
