package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Response;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A successor that works, but is not wanted, is rolled back without any loss. */
class RollbackIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String PROBATION = "60s";

  /** The JDKs in turn. */
  static Stream<Arguments> every_server_once() {
    return Matrix.everyServerOnce();
  }

  static Stream<Jdk> oldest_jdk() {
    return Matrix.jdks().limit(1);
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_server_once")
  void a_rollback_under_load_loses_nothing_and_the_next_update_works(Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = start(jdk, deployment, PROBATION)) {
      long first = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        long second = update(service, deployment, first);
        load.awaitAnswerBy(second);
        ServiceLog log = ServiceLog.fromNowOn(service);

        // It knows who can do it; the other tests ask the predecessor.
        expectStatus(0, rollBack(jdk, deployment, second));

        assertThat(log.text())
            .contains("generation 2 is rolled back on request; generation 1 serves again");
        assertThat(service.awaitServing("1")).isEqualTo(first);
        deployment.deploy("3");
        service.hup(first);
        long third = service.awaitServing("3");
        log.await("update to generation 3 begins");
        load.awaitAnswerBy(third);
        assertThat(service.awaitServing("3")).isEqualTo(third);
        load.stopWithoutLoss();
        service.awaitExit(second, LONGEST);
        log.await("generation 2, which was rolled back, exited with status 0");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void a_rollback_before_the_commit_ends_the_successor(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, PROBATION)) {
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        deployment.deployFailing("HangsBeforeBind");
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("update to generation 2 begins");

        expectStatus(0, rollBack(jdk, deployment, pid));

        log.await("update to generation 2 failed").await("it was rolled back on request");
        assertThat(service.running()).containsExactly(pid);
        load.awaitMore();
        load.stopWithoutLoss();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void after_the_probation_a_rollback_is_refused(Jdk jdk) throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, "0s")) {
      long first = service.awaitStart();
      try (Connection connection = Connection.open(service.target())) {
        connection.get("/?sleep=5");
        long second = update(service, deployment, first);

        Command refused = rollBack(jdk, deployment, first);

        expectStatus(1, refused);
        assertThat(refused.stderr()).contains("the probation of generation 2 is over");
        assertThat(service.awaitServing("2")).isEqualTo(second);
        expect(connection, new Answer(first, "1"));
      }
      service.awaitExit(first, LONGEST);
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void if_the_one_that_was_rolled_back_to_dies_the_one_that_was_rolled_back_serves(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.SELECTOR);
    try (ServerProcess service = start(jdk, deployment, PROBATION)) {
      long first = service.awaitStart();
      long second = update(service, deployment, first);
      try (Connection connection = Connection.open(service.target())) {
        connection.get("/?sleep=20");
        expectStatus(0, rollBack(jdk, deployment, first));
        assertThat(service.awaitServing("1")).isEqualTo(first);
        ServiceLog log = ServiceLog.fromNowOn(service);

        service.signal(Signal.KILL, first);

        log.await("the predecessor died after the rollback; generation 2 serves again");
        assertThat(service.awaitServing("2")).isEqualTo(second);
        expect(connection, new Answer(second, "2"));
      }
      deployment.deploy("3");
      service.hup(second);
      assertThat(service.awaitServing("3")).isNotEqualTo(second);
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void an_update_asked_of_the_one_that_was_rolled_back_is_made_by_the_one_that_serves(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, PROBATION)) {
      long first = service.awaitStart();
      long second = update(service, deployment, first);
      try (Connection connection = Connection.open(service.target())) {
        connection.get("/?sleep=20");
        expectStatus(0, rollBack(jdk, deployment, first));
        assertThat(service.awaitServing("1")).isEqualTo(first);
        deployment.deploy("3");

        service.hup(second);

        assertThat(service.awaitServing("3")).isNotIn(first, second);
        expect(connection, new Answer(second, "2"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void if_the_one_that_was_rolled_back_to_is_stopped_nobody_takes_its_place(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, PROBATION)) {
      long first = service.awaitStart();
      long second = update(service, deployment, first);
      try (Connection connection = Connection.open(service.target())) {
        connection.get("/?sleep=5");
        expectStatus(0, rollBack(jdk, deployment, second));
        assertThat(service.awaitServing("1")).isEqualTo(first);

        service.signal(Signal.TERM, first);

        service.awaitExit(first, LONGEST);
        expect(connection, new Answer(second, "2"));
      }
      service.awaitExit(second, LONGEST);
      assertThat(service.stderr()).doesNotContain("generation 2 serves again");
    }
  }

  /** To version 2. */
  private static long update(ServerProcess service, Deployment deployment, long first) {
    deployment.deploy("2");
    service.hup(first);
    return service.awaitServing("2");
  }

  private static void expect(Connection connection, Answer answer) throws Exception {
    Response late = connection.receive();
    late.expectAnswer();
    assertThat(late.answer()).isEqualTo(answer);
  }

  private static Command rollBack(Jdk jdk, Deployment deployment, long pid) {
    return HotUpdateTool.run(jdk, deployment.directory(), "rollback", Long.toString(pid));
  }

  private static void expectStatus(int status, Command command) {
    assertThat(command.status())
        .as("stdout:%n%s%nstderr:%n%s", command.stdout(), command.stderr())
        .isEqualTo(status);
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment, String probation) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_PROBATION", probation)
        .env("HOTUPDATE_IDLE_TIMEOUT", "10s")
        .listen("0.0.0.0:" + Ports.free())
        .start();
  }
}
