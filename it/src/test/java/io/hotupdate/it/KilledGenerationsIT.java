package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever dies at whatever step of an update, the other serves, and the next update works. */
class KilledGenerationsIT {
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
  private static final int RANDOM_KILLS = 3;
  private static final int LATEST_KILL_MILLIS = 1500;

  /** Up to here the successor has served nobody. */
  private static final List<String> STEPS_BEFORE_SERVING =
      List.of(
          "before sending Hello",
          "after sending Hello",
          "before sending Waiting",
          "after sending Waiting",
          "before sending Ready",
          "after sending Ready",
          "before receiving Commit");

  private static final List<String> STEPS_OF_SERVING =
      List.of("before sending Serving", "after sending Serving", "after receiving Commit");

  private static final List<String> STEPS_OF_PREDECESSOR =
      List.of(
          "after spawn",
          "before receiving Hello",
          "after receiving Hello",
          "before receiving Waiting",
          "after receiving Waiting",
          "before receiving Ready",
          "after receiving Ready",
          "before sending Commit",
          "after sending Commit",
          "before receiving Serving",
          "after receiving Serving");

  private static final List<String> STEPS_THAT_FIND_AN_ORPHAN =
      List.of(
          "before sending Hello",
          "before sending Ready",
          "after sending Ready",
          "before receiving Commit",
          "before sending Serving",
          "after sending Serving");

  static Stream<Arguments> every_step_of_a_successor_before_it_serves() {
    return spread(STEPS_BEFORE_SERVING, 0);
  }

  static Stream<Arguments> every_step_of_a_successor_that_serves() {
    return spread(STEPS_OF_SERVING, 1);
  }

  static Stream<Arguments> every_step_of_a_predecessor() {
    return spread(STEPS_OF_PREDECESSOR, 2);
  }

  static Stream<Arguments> steps_of_a_successor() {
    return spread(STEPS_THAT_FIND_AN_ORPHAN, 3);
  }

  /** Each step on one server and one JDK, so that all of them get their turn. */
  private static Stream<Arguments> spread(List<String> steps, int first) {
    List<Arguments> matrix = Matrix.all().toList();
    int stride =
        IntStream.iterate(App.values().length + 1, n -> n + 1)
            .filter(
                n -> BigInteger.valueOf(n).gcd(BigInteger.valueOf(matrix.size())).intValue() == 1)
            .findFirst()
            .orElseThrow();
    return IntStream.range(0, steps.size())
        .mapToObj(
            i -> {
              Object[] on = matrix.get((first + i) * stride % matrix.size()).get();
              return Arguments.of(steps.get(i), on[0], on[1]);
            });
  }

  /** The JDKs in turn. */
  static Stream<Arguments> every_server_once() {
    return Matrix.everyServerOnce();
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("every_step_of_a_successor_before_it_serves")
  void a_successor_that_dies_before_it_serves_costs_nothing(String step, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    try (ServerProcess service = start(plan, jdk, deployment)) {
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        deployment.deploy("2");
        plan.kill(2, step);
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("update to generation 2 failed").await("generation 1 goes on serving");
        assertThat(log.text()).contains("it was killed by signal 9 (SIGKILL)");
        assertThat(plan.isEmpty()).isTrue();
        assertThat(service.running()).containsExactly(pid);
        load.awaitMore();
        load.assertNoLoss();
        assertThat(load.tally().pids()).containsExactly(pid);

        expectGoodUpdate(service, deployment, pid, "3", load);
        load.stopWithoutLoss();
        assertThat(load.tally().versions()).containsExactlyInAnyOrder("1", "3");
      }
    }
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("every_step_of_a_successor_that_serves")
  void the_predecessor_of_a_successor_that_dies_while_it_takes_over_serves_again(
      String step, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    try (ServerProcess service = start(plan, jdk, deployment)) {
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        deployment.deploy("2");
        plan.kill(2, step);
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("generation 2").await("was killed by signal 9 (SIGKILL)");
        log.await(
            step.startsWith("before")
                ? "generation 1 goes on serving"
                : "generation 1 serves again");
        assertThat(plan.isEmpty()).isTrue();
        assertThat(service.awaitRecovery("1")).isEqualTo(pid);
        assertThat(service.running()).containsExactly(pid);
        load.awaitMore();
        load.stopWithLossesOfTheDeadOnly();
        load.assertNoLossBy(pid);
      }
      expectGoodUpdateUnderLoad(service, deployment, pid);
    }
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("every_step_of_a_predecessor")
  void a_successor_whose_predecessor_dies_takes_over(String step, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    plan.kill(1, step);
    expectTakeOver(deployment, plan, jdk);
  }

  @ParameterizedTest(name = "{0}, {2} on {1}")
  @MethodSource("steps_of_a_successor")
  void a_successor_that_finds_itself_alone_takes_over(String step, Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    plan.killPredecessorOf(2, step);
    expectTakeOver(deployment, plan, jdk);
  }

  /** The plan kills generation 1 during its first update. */
  private static void expectTakeOver(Deployment deployment, FaultPlan plan, Jdk jdk) {
    try (ServerProcess service = start(plan, jdk, deployment)) {
      long pid = service.awaitStart();
      long successor;
      try (SteadyLoad before = SteadyLoad.on(service)) {
        deployment.deploy("2");
        service.hup(pid);
        service.awaitExit(pid, LONGEST_LIFE);
        // These come when nobody but the successor is left, which may not have bound yet.
        try (SteadyLoad after = SteadyLoad.on(service)) {
          successor = service.awaitServing("2");
          after.awaitAnswerBy(successor);
          after.stopWithoutLoss();
          assertThat(after.tally().pids()).containsExactly(successor);
        }
        before.stopWithLossesOfTheDeadOnly();
        before.assertNoLossBy(successor);
      }
      assertThat(successor).isNotEqualTo(pid);
      assertThat(plan.isEmpty()).isTrue();
      assertThat(service.running()).containsExactly(successor);
      expectGoodUpdateUnderLoad(service, deployment, successor);
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_server_once")
  void a_successor_killed_at_any_moment_of_its_probation_is_replaced_by_its_predecessor(
      Jdk jdk, App app) throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("random kills of " + app + " on " + jdk + ": seed " + seed);
    Random random = new Random(seed);
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = configure(Launch.of(jdk, deployment)).start()) {
      long pid = service.awaitStart();
      deployment.deploy("2");
      try (SteadyLoad load = SteadyLoad.on(service)) {
        for (int i = 0; i < RANDOM_KILLS; i++) {
          ServiceLog log = ServiceLog.fromNowOn(service);
          service.hup(pid);
          long killed = awaitSuccessor(service, pid);
          log.await(" serves, pid " + killed);
          TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MILLIS));
          service.signal(Signal.KILL, killed);
          // It may die between saying that it serves and telling the predecessor.
          log.await("generation 1 serves again", "generation 1 goes on serving");
          load.awaitMoreInSpiteOfLosses();
          assertThat(service.awaitRecovery("1")).isEqualTo(pid);
        }
        load.stopWithLossesOfTheDeadOnly();
        load.assertNoLossBy(pid);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      expectGoodUpdateUnderLoad(service, deployment, pid);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("every_jdk")
  void a_predecessor_that_was_stopped_when_the_successor_died_serves_again(Jdk jdk)
      throws InterruptedException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .env("HOTUPDATE_PROBATION", "2s")
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      long pid = service.awaitStart();
      deployment.deploy("2");
      ServiceLog log = ServiceLog.fromNowOn(service);
      service.hup(pid);
      log.await("draining: ");
      long killed = awaitSuccessor(service, pid);
      service.signal(Signal.STOP, pid);
      service.signal(Signal.KILL, killed);
      // All its timers are overdue then, and none of them may come first.
      TimeUnit.SECONDS.sleep(3);
      service.signal(Signal.CONT, pid);

      log.await("generation 1 serves again");
      assertThat(service.awaitServing("1")).isEqualTo(pid);
      expectGoodUpdateUnderLoad(service, deployment, pid);
    }
  }

  static Stream<Jdk> every_jdk() {
    return Matrix.jdks();
  }

  private static long awaitSuccessor(ServerProcess service, long pid) {
    return await("a second process")
        .atMost(LONGEST_LIFE)
        .until(
            () -> service.running().stream().filter(other -> other != pid).findAny(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private static void expectGoodUpdateUnderLoad(
      ServerProcess service, Deployment deployment, long pid) {
    try (SteadyLoad load = SteadyLoad.on(service)) {
      expectGoodUpdate(service, deployment, pid, "3", load);
      load.stopWithoutLoss();
    }
  }

  private static void expectGoodUpdate(
      ServerProcess service, Deployment deployment, long pid, String version, SteadyLoad load) {
    deployment.deploy(version);
    service.hup(pid);
    long successor = service.awaitServing(version);
    assertThat(successor).isNotEqualTo(pid);
    load.awaitAnswerBy(successor);
  }

  private static ServerProcess start(FaultPlan plan, Jdk jdk, Deployment deployment) {
    return configure(plan.launch(jdk, deployment)).start();
  }

  private static Launch configure(Launch launch) {
    return launch
        .env("HOTUPDATE_PROBATION", "30s")
        .env("HOTUPDATE_IDLE_TIMEOUT", "10s")
        .listen("0.0.0.0:" + Ports.free(), "127.0.0.1:" + Ports.free());
  }
}
