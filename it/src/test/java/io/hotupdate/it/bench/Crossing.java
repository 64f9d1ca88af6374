package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import io.hotupdate.it.Deployment;
import io.hotupdate.it.Jdks;
import io.hotupdate.it.Launch;
import io.hotupdate.it.Ports;
import io.hotupdate.it.ServerProcess;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Thinkers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How many requests are lost because the predecessor closes an idle connection, at its quiet limit,
 * while the client's next request is on its way: the one loss that HTTP/1.1 leaves no way around.
 */
final class Crossing {
  private static final int CONNECTIONS = 200;
  private static final List<Duration> ROUND_TRIPS = List.of(Duration.ZERO, Duration.ofMillis(20));
  private static final int FAILURES_SHOWN = 3;
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
  private static final Pattern DRAINED =
      Pattern.compile(
          "drained in .*: (\\d+) connections, (\\d+) ended by themselves,"
              + " (\\d+) were told to close, (\\d+) were quiet and closed,");

  private Crossing() {}

  /** The heads of the table. */
  static String head() {
    return "| server | quiet limit | clients think | round trip | updates | requests | connections in a drain"
        + " | of these, told with an answer | closed as quiet | requests lost"
        + " | lost of the closed |\n|---|---|---|---|---|---|---|---|---|---|---|";
  }

  /** Measures one server with clients of every way to think, and gives the rows of the table. */
  static String row(App app) throws InterruptedException {
    List<String> rows = new ArrayList<>();
    for (Thinking thinking : Thinking.values()) {
      for (Duration roundTrip : ROUND_TRIPS) {
        rows.add(row(app, thinking, roundTrip));
      }
    }
    return String.join("\n", rows);
  }

  private static String row(App app, Thinking thinking, Duration roundTrip)
      throws InterruptedException {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service =
        Launch.of(Jdks.newest(), deployment)
            .env("HOTUPDATE_PROBATION", "1s")
            .env("HOTUPDATE_IDLE_TIMEOUT", thinking.quietLimit())
            .env("HOTUPDATE_CLOSE_SPREAD", thinking.closeSpread())
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      long pid = service.awaitStart();
      Tally tally;
      try (LoadMix mix = new LoadMix()) {
        mix.start(CONNECTIONS, new Thinkers(service.target(), thinking::next, roundTrip));
        for (int i = 1; i <= thinking.updates(); i++) {
          // Until each client is somewhere else in its thoughts.
          TimeUnit.SECONDS.sleep(3);
          service.hup(pid);
          service.awaitExit(pid, LONGEST_DRAIN);
          pid = newest(service);
          Progress.dot();
        }
        tally = mix.stop();
      }
      tally.firstFailures().stream().limit(FAILURES_SHOWN).forEach(System.err::println);
      return row(app, thinking, roundTrip, tally, service.stderr());
    }
  }

  private static long newest(ServerProcess service) {
    List<Long> generations = service.generations();
    return generations.get(generations.size() - 1);
  }

  private static String row(
      App app, Thinking thinking, Duration roundTrip, Tally tally, String log) {
    List<MatchResult> drains = DRAINED.matcher(log).results().toList();
    long closed = sum(drains, 4);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %d | %,d | %,d | %,d | %,d | **%d** | %.2f %% |",
        app.folder(),
        thinking.quietLimit(),
        thinking.inWords(),
        roundTrip.isZero() ? "loopback" : roundTrip.toMillis() + " ms",
        drains.size(),
        tally.requests(),
        sum(drains, 1),
        sum(drains, 3),
        closed,
        tally.failures(),
        100.0 * tally.failures() / Math.max(1, closed));
  }

  private static long sum(List<MatchResult> drains, int group) {
    return drains.stream().mapToLong(drain -> Long.parseLong(drain.group(group))).sum();
  }
}
