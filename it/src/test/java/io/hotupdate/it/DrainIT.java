package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Updates under clients of every kind, who keep their connections until they are told to go: none
 * of them loses a request. {@code -Dhotupdate.it.updates=20} makes more updates than the default.
 */
class DrainIT {
  private static final int UPDATES = Integer.getInteger("hotupdate.it.updates", 2);
  // Far above the longest think time, because a client may be late on a slow machine.
  private static final String QUIET_LIMIT = "10s";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  static Stream<Served> every_server() {
    return Served.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("every_server")
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void updates_under_clients_of_every_kind_lose_nothing(Served served) {
    Deployment deployment = served.deployment();
    List<String> addresses = List.of("127.0.0.1:" + Ports.free(), "127.0.0.1:" + Ports.free());
    try (ServerProcess service =
        served.launch(deployment, addresses).env("HOTUPDATE_IDLE_TIMEOUT", QUIET_LIMIT).start()) {
      long pid = service.awaitStart();
      Updates updates = new Updates();
      Tally tally;
      try (LoadMix mix = served.clients(addresses, updates)) {
        for (int version = 2; version <= UPDATES + 1; version++) {
          awaitUse(mix.tally(), served.kinds());
          deployment.deploy(Integer.toString(version));
          service.hup(pid);
          pid = service.awaitServing(Integer.toString(version));
          updates.done();
          awaitAnswers(mix.tally(), pid);
        }
        awaitUse(mix.tally(), served.kinds());
        tally = mix.stop();
      }

      long last = pid;
      await("the drains")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(service.running()).containsExactly(last));
      System.out.println(served + ": " + tally + "\n" + told(service));
      assertThat(tally.failures()).as("%s\n%s", tally, service.stderr()).isZero();
      assertThat(told(service)).as("clients were told").containsPattern("[1-9]\\d* were told");
      assertThat(tally.pids()).hasSize(UPDATES + 1).containsAll(service.generations());
    }
  }

  private static void awaitAnswers(Tally tally, long pid) {
    await("answers of " + pid).atMost(PATIENCE).until(() -> tally.pids().contains(pid));
  }

  /** An update under load that has not reached every kind of client would prove nothing. */
  private static void awaitUse(Tally tally, List<String> kinds) {
    List<Long> before = new ArrayList<>();
    kinds.forEach(kind -> before.add(all(tally, kind)));
    await("use by clients of every kind")
        .atMost(PATIENCE)
        .until(
            () -> {
              for (int i = 0; i < kinds.size(); i++) {
                if (all(tally, kinds.get(i)) <= before.get(i)) {
                  return false;
                }
              }
              return true;
            });
  }

  private static long all(Tally tally, String kind) {
    long all = 0;
    for (Outcome outcome : Outcome.values()) {
      all += tally.count(outcome, kind);
    }
    return all;
  }

  /** What the drains said at their ends. */
  private static String told(ServerProcess service) {
    return String.join(
        "\n", service.stderr().lines().filter(line -> line.contains("drain")).toList());
  }
}
