package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Resident memory of a warm server at rest, in turns. */
final class ResidentMemory {
  private static final int PAIRS = 5;
  private static final int REQUESTS = 20_000;
  private static final int REST_SECONDS = 10;

  // So many requests touch the whole young generation in each variant.
  private static final String[] JVM = {"-Xms64m", "-Xmx64m", "-XX:+UseSerialGC"};

  private ResidentMemory() {}

  /** Measures, and gives a row of a table. */
  static String row(App app) throws IOException, InterruptedException {
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> more = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      try (BenchServer plain = BenchServer.start(app, Variant.WITHOUT, JVM);
          BenchServer hooked = BenchServer.start(app, Variant.HOT_UPDATE, JVM)) {
        for (BenchServer server : List.of(plain, hooked)) {
          server.awaitFirstAnswer();
          Round.run(server, REQUESTS);
        }
        TimeUnit.SECONDS.sleep(REST_SECONDS);
        without.add(plain.residentMemory());
        with.add(hooked.residentMemory());
        more.add(hooked.residentMemory() - plain.residentMemory());
      }
    }
    Progress.dot();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f MiB | %.1f MiB | **%+.1f MiB** | %s |",
        app.folder(),
        Statistics.median(without),
        Statistics.median(with),
        Statistics.median(more),
        Statistics.quartiles("%+.1f", more));
  }

  /** The heads of the table. */
  static String head() {
    return "| server | without | with | more, median of "
        + PAIRS
        + " pairs | middle half |\n|---|---|---|---|---|";
  }
}
