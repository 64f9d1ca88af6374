package io.hotupdate.it;

import static io.hotupdate.it.Operator.ended;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code update}, as a deploy script calls it: real servers, and the tool as it is shipped. */
class CommandLineIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int FAILED = 1;
  private static final int TIMEOUT = 3;
  private static final Pattern DONE =
      Pattern.compile("^done: generation (\\d+) .*, pid (\\d+)", Pattern.MULTILINE);
  private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{Cntrl}&&[^\n]]");

  static Stream<Jdk> oldest_jdk() {
    return Matrix.jdks().limit(1);
  }

  static Stream<Jdk> newest_jdk() {
    return Matrix.jdks().skip(Matrix.jdks().count() - 1);
  }

  static Stream<Arguments> a_blocking_and_a_selecting_server() {
    return Stream.concat(
        oldest_jdk().map(jdk -> Arguments.of(jdk, App.BLOCKING)),
        newest_jdk().map(jdk -> Arguments.of(jdk, App.JETTY)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("a_blocking_and_a_selecting_server")
  void an_update_under_load_says_each_step_and_loses_nothing(Jdk jdk, App app) throws Exception {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = quick(jdk, deployment).start()) {
      long first = awaitAgent(service);
      try (SteadyLoad load = SteadyLoad.thatLetsDrain(service)) {
        deployment.deploy("2");
        Command update = updateWhileOneIsOpen(service, first, Operator.of(jdk, deployment));

        long second = service.awaitServing("2");
        assertThat(done(update)).isEqualTo(new Done(2, second));
        assertThat(stepsOf(update))
            .as(update.stdout())
            .containsSubsequence(
                "starting generation 2, pid " + second,
                "ready after",
                "serving: generation 2, pid " + second,
                "draining",
                "drained in",
                "done: generation 2 serves, pid " + second);
        assertThat(update.stdout()).doesNotContainPattern(CONTROL_CHARACTERS);
        assertThat(update.stderr()).isEmpty();
        service.awaitExit(first, LONGEST);
        load.awaitAnswerBy(second);
        load.stopWithoutLoss();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void who_does_not_wait_for_the_drain_is_told_as_soon_as_the_new_generation_serves(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, deployment);
    try (ServerProcess service = quick(jdk, deployment).start()) {
      long first = awaitAgent(service);
      try (Connection held = Connection.open(service.target())) {
        held.get("/?sleep=8");
        deployment.deploy("2");
        long second = done(operator.expect(0, "update", "--no-drain-wait", first)).pid();
        assertThat(ServerProcess.alive(first)).isTrue();
        assertThat(service.awaitServing("2")).isEqualTo(second);

        // The one that drains knows who serves.
        deployment.deploy("3");
        Done third = done(operator.expect(0, "update", "--no-drain-wait", first));
        assertThat(third).isEqualTo(new Done(3, service.awaitServing("3")));

        Response late = held.receive();
        late.expectAnswer();
        assertThat(late.answer()).isEqualTo(new Answer(first, "1"));
      }
      service.awaitExit(first, LONGEST);
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void two_tools_at_once_are_two_generations(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, deployment);
    try (ServerProcess service = quick(jdk, deployment).start()) {
      long first = awaitAgent(service);
      deployment.deploy("2");
      CompletableFuture<Command> one = operator.begin("update", first);
      CompletableFuture<Command> other = operator.begin("update", first);
      Set<Done> done = Set.of(done(ended(0, one.join())), done(ended(0, other.join())));
      assertThat(done).extracting(Done::generation).containsExactlyInAnyOrder(2L, 3L);
      assertThat(done).extracting(Done::pid).contains(service.awaitServing("2"));
      assertThat(service.generations()).hasSize(3);
    }
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void who_waits_for_a_long_drain_is_not_told_of_a_failure_because_a_newer_one_serves(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, deployment);
    try (ServerProcess service = quick(jdk, deployment).start()) {
      long first = awaitAgent(service);
      CompletableFuture<Command> early;
      try (Connection held = Connection.open(service.target())) {
        held.get("/?sleep=12");
        deployment.deploy("2");
        early = operator.begin("update", first);
        long second = service.awaitServing("2");
        deployment.deploy("3");
        operator.expect(0, "update", second);
        service.awaitExit(second, LONGEST);
        assertThat(early).isNotDone();
        held.receive().expectAnswer();
      }
      assertThat(ended(0, early.join()).stdout())
          .endsWith(" and has been replaced by a newer one since\n");
    }
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void each_line_of_json_is_an_object_and_the_last_one_tells_the_result(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = quick(jdk, deployment).start()) {
      long first = awaitAgent(service);
      deployment.deploy("2");

      Command update = Operator.of(jdk, deployment).expect(0, "update", "--json", first);

      long second = service.awaitServing("2");
      List<JsonObject> lines = objects(update);
      assertThat(lines)
          .extracting(line -> line.get("event").getAsString())
          .containsSubsequence("began", "missing", "ready", "tookover", "drained", "result");
      assertThat(event("tookover", lines).get("pid").getAsLong()).isEqualTo(second);
      assertThat(event("ready", lines).get("afterMillis").getAsLong())
          .isLessThanOrEqualTo(event("tookover", lines).get("afterMillis").getAsLong());
      JsonObject result = lines.get(lines.size() - 1);
      assertThat(result.get("ok").getAsBoolean()).isTrue();
      assertThat(result.get("exitCode").getAsInt()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void where_no_signal_can_be_used_the_tool_updates_the_server(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = quick(jdk, deployment).jvm("-Xrs").start()) {
      long first = service.awaitStart();
      ServiceLog.fromTheBegin(service).await("-Xrs");
      deployment.deploy("2");
      Done done = done(Operator.of(jdk, deployment).expect(0, "update", first));
      assertThat(done).isEqualTo(new Done(2, service.awaitServing("2")));
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void when_time_is_up_the_tool_leaves_and_the_update_goes_on(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, deployment);
    try (ServerProcess service = quick(jdk, deployment).start()) {
      long pid = awaitAgent(service);
      deployment.deployFailing("HangsBeforeBind");

      Command update = operator.expect(TIMEOUT, "update", "--timeout", "8s", pid);

      assertThat(update.stderr())
          .startsWith("hotupdate: time is up: generation 2 is not ready yet")
          .contains("the update goes on");
      assertThat(operator.expect(0, "status", pid).stdout()).contains("updating for ");
      assertThat(service.running()).hasSize(2);
      operator.expect(0, "rollback", pid);
      assertThat(service.running()).containsExactly(pid);
    }
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void who_brings_a_bad_version_is_told_why_it_failed_and_the_old_one_goes_on(Jdk jdk) {
    Deployment deployment = Deployment.of(App.JETTY);
    Operator operator = Operator.of(jdk, deployment);
    try (ServerProcess service =
        quick(jdk, deployment).env("HOTUPDATE_READY_TIMEOUT", "12s").start()) {
      long pid = awaitAgent(service);
      try (SteadyLoad load = SteadyLoad.thatLetsDrain(service)) {
        deployment.deployFailing("ExitsAtOnce");
        Command exits = operator.expect(FAILED, "update", pid);
        assertThat(exits.stdout()).contains("starting generation 2").doesNotContain("done");
        assertThat(exits.stderr())
            .contains("the update to generation 2 failed")
            .contains("it exited with status 3\n")
            .contains("\nthe end of its output:\n")
            .endsWith("\n  cannot start: licence expired\n");

        deployment.deployFailing("HangsBeforeBind");
        Command hangs = operator.expect(FAILED, "update", "--json", pid);
        assertThat(hangs.stderr())
            .contains("it was not ready within 12.0 s: ")
            .contains(" was not bound");
        assertThat(event("failed", objects(hangs)).get("reason").getAsString())
            .contains("was not bound");

        assertThat(service.awaitServing("1")).isEqualTo(pid);
        load.awaitMore();
        load.stopWithoutLoss();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void who_waits_for_the_drain_is_told_if_the_new_version_dies_in_its_probation(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        Operator.launch(jdk, deployment).env("HOTUPDATE_PROBATION", "60s").start()) {
      long first = awaitAgent(service);
      deployment.deploy("2");
      CompletableFuture<Command> update = Operator.of(jdk, deployment).begin("update", first);
      long second = service.awaitServing("2");

      service.signal(Signal.KILL, second);

      Command failed = ended(FAILED, update.join());
      assertThat(failed.stdout()).contains("serving: generation 2").doesNotContain("done");
      assertThat(failed.stderr())
          .startsWith("hotupdate: generation 2 ended in its probation")
          .contains("killed by signal 9");
      assertThat(service.awaitRecovery("1")).isEqualTo(first);
    }
  }

  /** Half a request keeps a connection open until the drain has begun, so that it has a client. */
  private static Command updateWhileOneIsOpen(ServerProcess service, long first, Operator operator)
      throws Failure {
    CompletableFuture<Command> update;
    try (Connection held = Connection.open(service.target())) {
      held.get("/");
      held.receive().expectAnswer();
      held.send("GET / HTTP/1.1\r\n".getBytes(US_ASCII));

      update = operator.begin("update", first);
      ServiceLog.fromTheBegin(service).await("draining: ");

      held.send("Host: localhost\r\n\r\n".getBytes(US_ASCII));
      Response late = held.receive();
      late.expectAnswer();
      assertThat(late.answer()).isEqualTo(new Answer(first, "1"));
    }
    return ended(0, update.join());
  }

  /** Its drains end soon after the last connection. */
  private static Launch quick(Jdk jdk, Deployment deployment) {
    return Operator.launch(jdk, deployment).env("HOTUPDATE_PROBATION", "1s");
  }

  /** Waits until it can be asked for an update. */
  private static long awaitAgent(ServerProcess service) {
    long pid = service.awaitStart();
    ServiceLog.fromTheBegin(service).await("updates it");
    return pid;
  }

  /** What the last line says. */
  private record Done(long generation, long pid) {}

  private static Done done(Command command) {
    Matcher matcher = DONE.matcher(command.stdout());
    assertThat(matcher.find()).as(command.toString()).isTrue();
    return new Done(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  /** The lines, without what differs from run to run. */
  private static List<String> stepsOf(Command command) {
    return command
        .stdout()
        .lines()
        .map(line -> line.replaceFirst("^(ready after|draining|drained in)\\b.*", "$1"))
        .toList();
  }

  private static List<JsonObject> objects(Command command) {
    return command
        .stdout()
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  private static JsonObject event(String name, List<JsonObject> lines) {
    return lines.stream()
        .filter(line -> line.get("event").getAsString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no event " + name + " in " + lines));
  }
}
