package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Tally;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests see no losses where there are none, and see them where there are, without the agent.
 */
class HarnessIT {
  static Stream<Arguments> every_server_once() {
    return Matrix.everyServerOnce();
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_server_once")
  void a_server_left_alone_loses_nothing_and_a_killed_one_is_noticed(Jdk jdk, App app) {
    try (ServerProcess service =
        Launch.of(jdk, Deployment.of(app))
            .withoutAgent()
            .listen("0.0.0.0:" + Ports.free(), "127.0.0.1:" + Ports.free())
            .start()) {
      long pid = service.awaitStart();
      try (LoadMix mix = Loads.everyKind(service.target())) {
        Tally tally = mix.tally();
        Loads.awaitEnough(tally);
        assertThat(tally.failures()).as(tally.toString()).isZero();
        assertThat(tally.pids()).containsExactly(pid);
        assertThat(tally.versions()).containsExactly("1");

        service.signal(Signal.KILL, pid);

        service.awaitExit(pid, Duration.ofSeconds(10));
        await("refused connections").until(() -> tally.count(Outcome.REFUSED) > 0);
        mix.stop();
        assertThat(tally.failures()).isGreaterThan(tally.count(Outcome.REFUSED));
      }
      assertThat(service.generations()).containsExactly(pid);
      assertThat(service.end()).isEmpty();
    }
  }

  @Test
  void a_deployed_version_is_the_one_that_starts() {
    Deployment deployment = Deployment.of(App.BLOCKING);
    deployment.deploy("2");
    try (ServerProcess service = start(deployment)) {
      assertThat(service.awaitRecovery("2")).isEqualTo(service.pid());
    }
  }

  @Test
  void a_failing_version_fails_and_the_test_is_told_what_it_said() {
    Deployment deployment = Deployment.of(App.BLOCKING);
    deployment.deployFailing("ThrowsInMain");
    try (ServerProcess service = start(deployment)) {
      assertThatThrownBy(service::awaitStart)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("no process of the service is left")
          .hasMessageContaining("Exception in thread");
    }
  }

  @Test
  void no_process_outlives_its_test_not_even_a_stopped_one() {
    ServerProcess service = start(Deployment.of(App.BLOCKING));
    long pid = service.awaitStart();
    service.signal(Signal.STOP, pid);
    assertThat(service.end()).containsExactly(pid);
    assertThat(ServerProcess.alive(pid)).isFalse();
  }

  private static ServerProcess start(Deployment deployment) {
    return Launch.of(Jdks.newest(), deployment)
        .withoutAgent()
        .listen("127.0.0.1:" + Ports.free())
        .start();
  }
}
