package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import io.hotupdate.it.Deployment;
import io.hotupdate.it.Jdk;
import io.hotupdate.it.Launch;
import io.hotupdate.it.Ports;
import io.hotupdate.it.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The slowest requests that a new generation answers in the ten seconds after its commit, with and
 * without a warm-up, in turns.
 */
final class FirstSeconds {
  private static final int PAIRS = 8;
  private static final int WARM_UP = 2000;
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);

  private FirstSeconds() {}

  /** Measures, and gives the rows of a table. */
  static String row(App app) throws IOException, InterruptedException {
    List<Latencies> without = new ArrayList<>();
    List<Latencies> with = new ArrayList<>();
    try (ServerProcess cold = start(app, "off");
        ServerProcess warm = start(app, WARM_UP + " http://:%d/")) {
      long coldPid = cold.awaitStart();
      long warmPid = warm.awaitStart();
      // The first pair warms this JVM up, and is thrown away.
      for (int pair = 0; pair <= PAIRS; pair++) {
        boolean coldFirst = pair % 2 == 0;
        Latencies a = coldFirst ? update(cold, coldPid) : update(warm, warmPid);
        Latencies b = coldFirst ? update(warm, warmPid) : update(cold, coldPid);
        Latencies ofCold = coldFirst ? a : b;
        Latencies ofWarm = coldFirst ? b : a;
        coldPid = ofCold.pid();
        warmPid = ofWarm.pid();
        if (pair > 0) {
          without.add(ofCold);
          with.add(ofWarm);
        }
        Progress.dot();
      }
    }
    return row(app, "p99", without, with, latencies -> latencies.quantile(0.99))
        + row(app, "p99.9", without, with, latencies -> latencies.quantile(0.999))
        + row(app, "slowest", without, with, latencies -> latencies.quantile(1));
  }

  /** The heads of the table. */
  static String head() {
    return "| server | of the first ten seconds | without | middle half | with "
        + WARM_UP
        + " requests | middle half | ratio, median of "
        + PAIRS
        + " pairs | middle half |\n|---|---|---|---|---|---|---|---|";
  }

  private static ServerProcess start(App app, String warmUp) {
    int port = Ports.free();
    Jdk jdk = new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
    Launch launch =
        Launch.of(jdk, Deployment.of(app))
            .env("HOTUPDATE_WARMUP", String.format(Locale.ROOT, warmUp, port))
            // So that nothing of one update is left when the next begins.
            .env("HOTUPDATE_PROBATION", "1s")
            .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
            .listen("127.0.0.1:" + port);
    if (jdk.feature() >= 24) {
      launch.jvm("--enable-native-access=ALL-UNNAMED");
    }
    return launch.start();
  }

  private static Latencies update(ServerProcess service, long pid)
      throws IOException, InterruptedException {
    Latencies latencies = NewClients.during(service.target(), () -> service.hup(pid), pid);
    service.awaitExit(pid, LONGEST_DRAIN);
    return latencies;
  }

  private static String row(
      App app,
      String name,
      List<Latencies> without,
      List<Latencies> with,
      ToDoubleFunction<Latencies> figure) {
    List<Double> before = without.stream().mapToDouble(figure).boxed().toList();
    List<Double> after = with.stream().mapToDouble(figure).boxed().toList();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      ratios.add(after.get(i) / before.get(i));
    }
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f ms | %s | %.1f ms | %s | **%.2f** | %s |%s",
        app.folder(),
        name,
        Statistics.median(before),
        Statistics.quartiles("%.1f", before),
        Statistics.median(after),
        Statistics.quartiles("%.1f", after),
        Statistics.median(ratios),
        Statistics.quartiles("%.2f", ratios),
        name.equals("slowest") ? "" : "\n");
  }
}
