package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures what the agent costs, what a warm-up gives and what closing idle connections loses, and
 * prints tables in Markdown.
 */
public final class Bench {
  private static final List<App> APPS = List.of(App.UNDERTOW, App.BLOCKING);
  private static final List<App> EVENT_DRIVEN = List.of(App.UNDERTOW, App.JETTY);
  private static final List<String> ALL =
      List.of("throughput", "start", "memory", "warmup", "crossing");

  private Bench() {}

  /**
   * Runs the benchmark.
   *
   * @param arguments which parts: throughput, start, memory, warmup, crossing; none means all
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> parts = arguments.length == 0 ? ALL : List.of(arguments);
    if (!ALL.containsAll(parts)) {
      System.err.println("usage: it/bench [" + String.join("] [", ALL) + "]");
      System.exit(2);
    }
    System.out.printf(
        Locale.ROOT,
        "JDK %s, %d processors, load average at the start %s%n%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    if (parts.contains("throughput")) {
      table(APPS, Throughput.head(), Throughput::row);
    }
    if (parts.contains("start")) {
      table(APPS, StartTime.head(), StartTime::row);
    }
    if (parts.contains("memory")) {
      table(APPS, ResidentMemory.head(), ResidentMemory::row);
    }
    if (parts.contains("warmup")) {
      table(EVENT_DRIVEN, FirstSeconds.head(), FirstSeconds::row);
    }
    if (parts.contains("crossing")) {
      table(EVENT_DRIVEN, Crossing.head(), Crossing::row);
    }
  }

  private interface Measurement {
    String row(App app) throws IOException, InterruptedException;
  }

  private static void table(List<App> apps, String head, Measurement measurement)
      throws IOException, InterruptedException {
    System.out.println(head);
    for (App app : apps) {
      System.out.println(measurement.row(app));
    }
    System.out.println();
  }
}
