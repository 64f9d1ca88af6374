package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A typing mistake is found at the start, not at the next update. */
class WrongSettingsIT {
  private static final int WRONG_SETTING = 2;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_wrong_value_is_told_with_its_name_and_what_is_allowed(Jdk jdk) {
    expectComplaint(jdk, "", Map.of("HOTUPDATE_DRAIN_TIMEOUT", "5x"))
        .contains("HOTUPDATE_DRAIN_TIMEOUT", "'5x'", "ms, s, m or h");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_unknown_variable_is_told_with_the_known_ones(Jdk jdk) {
    expectComplaint(jdk, "", Map.of("HOTUPDATE_DRAINTIMEOUT", "5s"))
        .contains("HOTUPDATE_DRAINTIMEOUT", "unknown", "HOTUPDATE_DRAIN_TIMEOUT");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_wrong_agent_argument_is_told_as_it_was_written(Jdk jdk) {
    expectComplaint(jdk, "=drainTimeout=soon", Map.of())
        .contains("drainTimeout", "'soon'", "ms, s, m or h")
        .doesNotContain("HOTUPDATE_");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_unknown_agent_argument_is_told_with_the_known_ones(Jdk jdk) {
    expectComplaint(jdk, "=signal=HUP,drain=5s", Map.of())
        .contains("'drain'", "unknown", "drainTimeout");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_signal_that_cannot_be_used_is_told_with_those_that_can(Jdk jdk) {
    expectComplaint(jdk, "", Map.of("HOTUPDATE_SIGNAL", "KILL"))
        .contains("HOTUPDATE_SIGNAL", "'KILL'", "HUP or USR1");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_wrong_variable_is_told_even_where_the_agent_argument_is_right(Jdk jdk) {
    expectComplaint(jdk, "=drainTimeout=5s", Map.of("HOTUPDATE_DRAIN_TIMEOUT", ""))
        .contains("HOTUPDATE_DRAIN_TIMEOUT", "''");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_variable_wins_over_an_agent_argument(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .agent("signal=HUP,drainTimeout=77m")
            .env("HOTUPDATE_SIGNAL", "USR1")
            .env("HOTUPDATE_DRAIN_TIMEOUT", "33m")
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      service.awaitStart();
      LightLoad.update(service, service.pid(), "2", Signal.USR1, () -> deployment.deploy("2"));
      // The line of the drain comes a moment after the successor serves.
      await("the log of the drain")
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.stderr().contains("draining"));
      assertThat(service.stderr()).contains("33 min").doesNotContain("77 min");
    }
  }

  private static AbstractStringAssert<?> expectComplaint(
      Jdk jdk, String agentArguments, Map<String, String> environment) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Command start =
        Command.run(
            deployment.directory(),
            environment,
            List.of(
                jdk.java().toString(),
                "-javaagent:" + Built.agent() + agentArguments,
                "-jar",
                deployment.jar().toString(),
                "127.0.0.1:" + Ports.free()));
    assertThat(start.status()).as(start.toString()).isEqualTo(WRONG_SETTING);
    assertThat(start.stdout()).as("the server did not start").isEmpty();
    assertThat(start.errorLines()).hasSize(1);
    return assertThat(start.errorLines().get(0)).startsWith("[hotupdate] ");
  }
}
