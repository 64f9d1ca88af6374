package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signals at the wrong moment, too often, or to the wrong process. */
class SignalsIT {
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
  private static final int MANY = 50;
  private static final long ONE_SECOND_MILLIS = 1000;
  private static final int ENDED_BY_SIGTERM = 143;

  /** A shell that outlives the server and tells its exit status. */
  private static final String[] TELL_STATUS = {
    "/bin/sh", "-c", "\"$@\"; echo $? > status.new; mv status.new status", "sh"
  };

  /** Signals are nothing that depends on the server, so each JDK gets another one. */
  static Stream<Arguments> every_jdk() {
    App[] apps = {App.BLOCKING, App.UNDERTOW};
    var jdks = Matrix.jdks().toList();
    return jdks.stream().map(jdk -> Arguments.of(jdk, apps[jdks.indexOf(jdk) % apps.length]));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void requests_during_an_update_are_followed_by_exactly_one_more_by_the_new_generation(
      Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = launch(jdk, deployment).env("HOTUPDATE_LOG", "debug").start()) {
      long first = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.ofNewConnections(service)) {
        deployment.deploy("2");
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(first);
        log.await("successor: hello 2");
        for (int i = 0; i < 3; i++) {
          service.hup(first);
        }
        log.await("update requested while one is under way");
        // Generation 2 may still come to see this one; generation 3 must.
        deployment.deploy("3");
        log.await("generation 3 serves, pid");
        long last = service.generations().get(2);
        load.awaitAnswerBy(last);
        awaitOnly(service, last);
        assertThat(service.awaitServing("3")).isEqualTo(last);
        load.stopWithoutLoss();
        assertThat(log.text())
            .contains("update to generation 2 begins", "update to generation 3 begins")
            .doesNotContain("update to generation 4");
      }
      assertThat(service.generations()).hasSize(3);
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void a_draining_process_passes_a_request_on_to_the_one_that_serves(Jdk jdk, App app)
      throws Exception {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long old = service.awaitStart();
      try (Connection sleeping = Connection.open(service.target())) {
        sleeping.get("/?sleep=20");
        deployment.deploy("2");
        service.hup(old);
        long second = service.awaitServing("2");

        deployment.deploy("3");
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(old);

        log.await("passed on to the generation that serves");
        long third = service.awaitServing("3");
        assertThat(service.generations()).containsExactly(old, second, third);
        Response late = sleeping.receive();
        late.expectAnswer();
        assertThat(late.answer()).isEqualTo(new Answer(old, "1"));
      }
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void a_server_that_is_ended_during_an_update_takes_the_successor_with_it(Jdk jdk, App app)
      throws IOException {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = launch(jdk, deployment).prefix(TELL_STATUS).start()) {
      long pid = service.awaitStart();
      deployment.deployFailing("HangsBeforeBind");
      ServiceLog log = ServiceLog.fromNowOn(service);
      service.hup(pid);
      log.await("update to generation 2 begins");
      service.signal(Signal.TERM, pid);

      awaitNobody(service);
      assertThat(log.text()).contains("stopping during an update: the successor is ended too");
      assertThat(status(deployment)).isEqualTo(ENDED_BY_SIGTERM);
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void sigterm_ends_a_server_with_the_same_status_as_without_the_agent(Jdk jdk, App app)
      throws IOException {
    assertThat(statusAfterSigterm(jdk, app, true))
        .isEqualTo(statusAfterSigterm(jdk, app, false))
        .isEqualTo(ENDED_BY_SIGTERM);
  }

  private static int statusAfterSigterm(Jdk jdk, App app, boolean withAgent) throws IOException {
    Deployment deployment = Deployment.of(app);
    Launch launch = launch(jdk, deployment).prefix(TELL_STATUS);
    try (ServerProcess service = (withAgent ? launch : launch.withoutAgent()).start()) {
      long pid = service.awaitStart();
      if (withAgent) {
        ServiceLog.fromTheBegin(service).await("generation 1, pid " + pid);
      }
      service.signal(Signal.TERM, pid);
      awaitNobody(service);
      return status(deployment);
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void a_predecessor_that_is_ended_in_its_drain_does_not_touch_its_successor(Jdk jdk, App app)
      throws Exception {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long old = service.awaitStart();
      try (Connection sleeping = Connection.open(service.target())) {
        sleeping.get("/?sleep=60");
        deployment.deploy("2");
        service.hup(old);
        long second = service.awaitServing("2");
        try (SteadyLoad load = SteadyLoad.on(service)) {
          service.signal(Signal.TERM, old);
          service.awaitExit(old, LONGEST_LIFE);
          load.awaitMore();
          assertThat(load.tally().pids()).containsExactly(second);

          deployment.deploy("3");
          service.hup(second);
          load.awaitAnswerBy(service.awaitServing("3"));
          load.stopWithoutLoss();
        }
      }
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void nobody_takes_the_place_of_a_new_generation_that_is_ended_in_its_probation(Jdk jdk, App app)
      throws Exception {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service =
        launch(jdk, deployment).env("HOTUPDATE_PROBATION", "10s").start()) {
      long old = service.awaitStart();
      deployment.deploy("2");
      service.hup(old);
      long second = service.awaitServing("2");
      ServiceLog log = ServiceLog.fromNowOn(service);

      service.signal(Signal.TERM, second);

      log.await("generation 2 is stopped on purpose");
      awaitNobody(service);
      assertThat(log.text()).doesNotContain("serves again");
      assertThat(service.generations()).containsExactly(old, second);
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_jdk")
  void fifty_requests_in_a_second_end_with_one_generation_and_without_a_loss(Jdk jdk, App app)
      throws InterruptedException {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long first = service.awaitStart();
      // What comes before this is remembered as a single request.
      ServiceLog.fromTheBegin(service).await("generation 1, pid " + first);
      deployment.deploy("2");
      try (SteadyLoad load = SteadyLoad.on(service)) {
        for (int i = 0; i < MANY; i++) {
          service.hup(lastAlive(service));
          TimeUnit.MILLISECONDS.sleep(ONE_SECOND_MILLIS / MANY);
        }
        // The first one, and at least one for all those that came while it was under way.
        ServiceLog.fromTheBegin(service).await("update to generation 3 begins");
        load.awaitAnswerBy(service.awaitServing("2"));
        load.stopWithoutLoss();
      }
      await("one generation")
          .atMost(LONGEST_LIFE)
          .until(() -> service.running().size() == 1 && noUpdateIsUnderWay(service));
      long last = service.awaitServing("2");
      assertThat(last).isNotEqualTo(first);
      assertThat(service.running()).containsExactly(last);
    }
  }

  private static boolean noUpdateIsUnderWay(ServerProcess service) {
    String log = service.stderr();
    return log.split("begins: started pid", -1).length == log.split("serves, pid", -1).length;
  }

  private static long lastAlive(ServerProcess service) {
    var generations = service.generations();
    return generations.stream()
        .filter(ServerProcess::alive)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static void awaitOnly(ServerProcess service, long pid) {
    await("the end of the drains")
        .atMost(LONGEST_LIFE)
        .untilAsserted(() -> assertThat(service.running()).containsExactly(pid));
  }

  private static void awaitNobody(ServerProcess service) {
    await("the end of all processes")
        .atMost(LONGEST_LIFE)
        .untilAsserted(() -> assertThat(service.running()).as(service.stderr()).isEmpty());
  }

  private static int status(Deployment deployment) throws IOException {
    Path file = deployment.directory().resolve("status");
    return Integer.parseInt(Files.readString(file).strip());
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_PROBATION", "2s")
        .env("HOTUPDATE_IDLE_TIMEOUT", "10s")
        .listen("0.0.0.0:" + Ports.free(), "127.0.0.1:" + Ports.free());
  }
}
