package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A kernel that refuses a system call costs an update at most, and the log says which call. */
class SystemCallRefusedIT {
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);

  /** Calls without which no successor can be started. */
  private static final List<String> FOR_A_START = List.of("pipe", "socketPair", "spawn");

  /** What the successor cannot do without. */
  private static final List<String> OF_THE_SUCCESSOR = List.of("load", "replace", "requireTtl");

  static Stream<Arguments> calls_that_start_a_successor() {
    return on(FOR_A_START, App.BLOCKING, App.UNDERTOW);
  }

  static Stream<Arguments> calls_of_a_successor() {
    return on(OF_THE_SUCCESSOR, App.SELECTOR, App.BLOCKING);
  }

  static Stream<Arguments> calls_that_close_a_gate() {
    return Stream.of(
            on(List.of("requireTtl", "replace"), App.UNDERTOW, App.BLOCKING),
            on(List.of("epollDelete"), App.UNDERTOW),
            on(List.of("signalThread"), App.BLOCKING))
        .flatMap(calls -> calls);
  }

  static Stream<Arguments> every_jdk() {
    return Matrix.jdks().map(Arguments::of);
  }

  /** Each call on one of the servers, and the JDKs in turn. */
  private static Stream<Arguments> on(List<String> calls, App... apps) {
    List<Jdk> jdks = Matrix.jdks().toList();
    return calls.stream()
        .map(
            call -> {
              int i = calls.indexOf(call);
              return Arguments.of(call, jdks.get(i % jdks.size()), apps[i % apps.length]);
            });
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("calls_that_start_a_successor")
  void a_successor_that_cannot_be_started_is_no_loss(String call, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    try (ServerProcess service = start(plan, jdk, deployment)) {
      long pid = service.awaitStart();
      // What is refused before that turns the agent off.
      ServiceLog.fromTheBegin(service).await("updates it");
      try (SteadyLoad load = SteadyLoad.on(service)) {
        var descriptors = Descriptors.of(pid);
        plan.refuse(1, call);
        expectUpdateFails(
            service, pid, "the successor could not be started: " + call + ": refused by the test");
        load.awaitMore();
        assertThat(service.running()).containsExactly(pid);
        assertThat(load.tally().pids()).containsExactly(pid);
        assertThat(Descriptors.of(pid)).isEqualTo(descriptors);

        plan.lift(1, call);
        expectGoodUpdate(service, deployment, pid, load);
        load.stopWithoutLoss();
      }
    }
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("calls_of_a_successor")
  void a_successor_that_cannot_take_over_is_no_loss(String call, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    try (ServerProcess service = start(plan, jdk, deployment)) {
      long pid = service.awaitStart();
      // What is refused before that turns the agent off.
      ServiceLog.fromTheBegin(service).await("updates it");
      try (SteadyLoad load = SteadyLoad.on(service)) {
        plan.refuse(2, call);
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("update to generation 2 failed").await("generation 1 goes on serving");
        assertThat(log.text()).contains(call + ": refused by the test");
        load.awaitMore();
        assertThat(service.running()).containsExactly(pid);
        assertThat(load.tally().pids()).containsExactly(pid);

        plan.lift(2, call);
        expectGoodUpdate(service, deployment, pid, load);
        load.stopWithoutLoss();
      }
    }
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("calls_that_close_a_gate")
  void a_gate_that_cannot_be_closed_is_no_loss(String call, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    try (ServerProcess service = start(plan, jdk, deployment)) {
      long pid = service.awaitStart();
      // What is refused before that turns the agent off.
      ServiceLog.fromTheBegin(service).await("updates it");
      try (SteadyLoad load = SteadyLoad.on(service)) {
        deployment.deploy("2");
        plan.refuse(1, call);
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await(call + ": refused by the test");
        load.awaitMore();
        load.assertNoLoss();

        plan.lift(1, call);
        long latest = expectGoodUpdate(service, deployment, pid, load);
        load.stopWithoutLoss();
        try (SteadyLoad after = SteadyLoad.ofNewConnections(service)) {
          for (long old : service.running()) {
            if (old != latest) {
              service.awaitExit(old, LONGEST_LIFE);
            }
          }
          after.awaitMore();
          after.stopWithoutLoss();
          assertThat(after.tally().pids()).as(service.stderr()).containsExactly(latest);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("every_jdk")
  void without_native_code_the_server_runs_as_without_the_agent(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    FaultPlan plan = FaultPlan.of(deployment);
    plan.refuse(1, "load");
    try (ServerProcess service = start(plan, jdk, deployment)) {
      ServiceLog.fromTheBegin(service)
          .await("hot update is off: load: refused by the test; the server runs without it");
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        load.awaitMore();
        load.stopWithoutLoss();
        assertThat(load.tally().pids()).containsExactly(pid);
      }
      assertThat(service.running()).containsExactly(pid);
    }
  }

  private static void expectUpdateFails(ServerProcess service, long pid, String reason) {
    ServiceLog log = ServiceLog.fromNowOn(service);
    service.hup(pid);
    log.await(reason);
  }

  private static long expectGoodUpdate(
      ServerProcess service, Deployment deployment, long pid, SteadyLoad load) {
    deployment.deploy("3");
    service.hup(pid);
    long successor = service.awaitServing("3");
    assertThat(successor).isNotEqualTo(pid);
    load.awaitAnswerBy(successor);
    return successor;
  }

  private static ServerProcess start(FaultPlan plan, Jdk jdk, Deployment deployment) {
    return plan.launch(jdk, deployment)
        .env("HOTUPDATE_IDLE_TIMEOUT", "10s")
        .env("HOTUPDATE_PROBATION", "2s")
        .listen("0.0.0.0:" + Ports.free(), "127.0.0.1:" + Ports.free())
        .start();
  }
}
