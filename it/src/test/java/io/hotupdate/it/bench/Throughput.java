package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests per second with and without the agent, in turns. */
final class Throughput {
  private static final String[] JVM = {"-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"};
  private static final int LAUNCHES = 4;
  private static final int PAIRS = 6;
  private static final int WARM_UP = 120_000;
  private static final int REQUESTS = 40_000;

  private Throughput() {}

  /** Measures, and gives a row of a table. */
  static String row(App app) throws IOException, InterruptedException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    List<Double> processorRatios = new ArrayList<>();
    // Several launches, because the compiler makes something else of the same code each time.
    for (int launch = 0; launch < LAUNCHES; launch++) {
      try (BenchServer plain = BenchServer.start(app, Variant.WITHOUT, JVM);
          BenchServer hooked = BenchServer.start(app, Variant.HOT_UPDATE, JVM)) {
        warmUp(plain);
        warmUp(hooked);
        for (int pair = 0; pair < PAIRS; pair++) {
          // Who comes first changes from pair to pair.
          boolean plainFirst = pair % 2 == 0;
          Round first = Round.run(plainFirst ? plain : hooked, REQUESTS);
          Round second = Round.run(plainFirst ? hooked : plain, REQUESTS);
          Round a = plainFirst ? first : second;
          Round b = plainFirst ? second : first;
          without.add(a.perSecond());
          with.add(b.perSecond());
          ratios.add(b.perSecond() / a.perSecond());
          processorRatios.add(b.microsEach() / a.microsEach());
        }
      }
      Progress.dot();
    }
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | **%.3f** | %s | %.3f | %s |",
        app.folder(),
        Statistics.median(without),
        Statistics.median(with),
        Statistics.median(ratios),
        Statistics.quartiles("%.3f", ratios),
        Statistics.median(processorRatios),
        Statistics.quartiles("%.3f", processorRatios));
  }

  /** The heads of the table. */
  static String head() {
    return "| server | without, requests/s | with | ratio, median of "
        + LAUNCHES * PAIRS
        + " pairs | middle half | processor time per request, ratio | middle half |\n"
        + "|---|---|---|---|---|---|---|";
  }

  private static void warmUp(BenchServer server) throws IOException, InterruptedException {
    server.awaitFirstAnswer();
    Round.run(server, WARM_UP);
  }
}
