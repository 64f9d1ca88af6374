package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For a while after the commit both generations accept. */
class RampIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Each way to wait for connections, the JDKs in turn. */
  static Stream<Arguments> servers() {
    List<Jdk> jdks = Matrix.jdks().toList();
    return Stream.of(
        Arguments.of(jdks.get(0), App.UNDERTOW),
        Arguments.of(jdks.get(jdks.size() - 1), App.BLOCKING));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("servers")
  void in_the_ramp_both_generations_accept_and_then_the_new_one_alone(Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = start(jdk, deployment, "5s", "1s")) {
      long pid = service.awaitStart();
      deployment.deploy("2");
      ServiceLog log = ServiceLog.fromNowOn(service);
      service.hup(pid);
      log.await("generation 2 took over");
      try (SteadyLoad during = SteadyLoad.ofNewConnections(service)) {
        await("both to answer")
            .atMost(LONGEST)
            .until(() -> during.tally().failures() > 0 || during.tally().pids().size() == 2);
        // The probation is shorter, but while the predecessor accepts it can take back.
        assertThat(log.text()).doesNotContain("draining");
        log.await("draining: ");
        long successor = service.awaitServing("2");
        try (SteadyLoad after = SteadyLoad.ofNewConnections(service)) {
          after.stopWithoutLoss();
          assertThat(after.tally().pids()).containsExactly(successor);
        }
        during.stopWithoutLoss();
        service.awaitExit(pid, LONGEST);
      }
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("servers")
  void a_successor_that_dies_in_the_ramp_costs_nothing_that_it_had_not_accepted(Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = start(jdk, deployment, "30s", "0s")) {
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        deployment.deploy("2");
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("generation 2 took over");
        await("both to answer").atMost(LONGEST).until(() -> load.tally().pids().size() == 2);
        long successor = service.running().stream().filter(p -> p != pid).findFirst().orElseThrow();
        service.signal(Signal.KILL, successor);
        log.await("generation 1 serves again");
        load.awaitMoreInSpiteOfLosses();
        assertThat(service.awaitRecovery("1")).isEqualTo(pid);
        load.stopWithLossesOfTheDeadOnly();
        load.assertNoLossBy(pid);
      }
    }
  }

  private static ServerProcess start(
      Jdk jdk, Deployment deployment, String ramp, String probation) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_RAMP", ramp)
        .env("HOTUPDATE_PROBATION", probation)
        .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
        .listen("127.0.0.1:" + Ports.free())
        .start();
  }
}
