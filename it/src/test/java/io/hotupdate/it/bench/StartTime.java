package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Time from the start of the process to the first answer, in turns. */
final class StartTime {
  private static final int TURNS = 15;
  private static final String[] JVM = {"-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"};

  private StartTime() {}

  /** Measures, and gives a row of a table. */
  static String row(App app) throws IOException, InterruptedException {
    Map<Variant, List<Double>> times = new EnumMap<>(Variant.class);
    for (Variant variant : Variant.values()) {
      times.put(variant, new ArrayList<>());
    }
    List<Double> more = new ArrayList<>();
    // The first turn fills the page cache and is thrown away.
    for (int turn = 0; turn <= TURNS; turn++) {
      for (Variant variant : Variant.values()) {
        try (BenchServer server = BenchServer.start(app, variant, JVM)) {
          double time = server.awaitFirstAnswer();
          if (turn > 0) {
            times.get(variant).add(time);
          }
        }
      }
      if (turn > 0) {
        more.add(last(times.get(Variant.HOT_UPDATE)) - last(times.get(Variant.WITHOUT)));
      }
    }
    Progress.dot();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f ms | %.0f ms | %.0f ms | **%+.0f ms** | %s |",
        app.folder(),
        Statistics.median(times.get(Variant.WITHOUT)),
        Statistics.median(times.get(Variant.EMPTY)),
        Statistics.median(times.get(Variant.HOT_UPDATE)),
        Statistics.median(more),
        Statistics.quartiles("%+.0f", more));
  }

  /** The heads of the table. */
  static String head() {
    return "| server | without | empty agent | with | more, median of "
        + TURNS
        + " pairs | middle half |\n|---|---|---|---|---|---|";
  }

  private static double last(List<Double> values) {
    return values.get(values.size() - 1);
  }
}
