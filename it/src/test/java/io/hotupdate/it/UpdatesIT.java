package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Response;
import io.hotupdate.it.load.Tally;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates that succeed lose nothing, whatever the server and the JDK. */
class UpdatesIT {
  private static final int UPDATES = 3;
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(40);

  static Stream<Arguments> every_server_on_every_jdk() {
    return Matrix.all();
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_server_on_every_jdk")
  void a_sleeping_request_is_answered_by_the_old_process_and_the_next_by_the_new(Jdk jdk, App app)
      throws Exception {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = start(jdk, deployment)) {
      long old = service.awaitStart();
      assertThat(old).isEqualTo(service.pid());
      long successor;
      try (Connection sleeping = Connection.open(service.target())) {
        sleeping.get("/?sleep=" + sleepSeconds(jdk, app));

        deployment.deploy("2");
        service.hup(old);
        successor = service.awaitServing("2");

        assertThat(successor).isNotEqualTo(old);
        assertThat(ServerProcess.alive(old)).as("pid=%d still sleeps", old).isTrue();
        Response late = sleeping.receive();
        late.expectAnswer();
        assertThat(late.answer()).isEqualTo(new Answer(old, "1"));
      }
      service.awaitExit(old, LONGEST_DRAIN);
      assertThat(service.awaitServing("2")).isEqualTo(successor);
      assertThat(service.running()).containsExactly(successor);
    }
  }

  /**
   * One server proves that long requests outlive an update by far; for the others short ones do.
   */
  private static int sleepSeconds(Jdk jdk, App app) {
    return app == App.JETTY && jdk.equals(Jdks.newest()) ? 20 : 8;
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_server_on_every_jdk")
  void three_updates_in_a_row_under_load_lose_nothing(Jdk jdk, App app) {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service = start(jdk, deployment)) {
      long pid = service.awaitStart();
      Tally tally;
      try (LoadMix mix = Loads.everyKind(service.target())) {
        for (int version = 2; version <= UPDATES + 1; version++) {
          deployment.deploy(Integer.toString(version));
          service.hup(pid);
          pid = service.awaitServing(Integer.toString(version));
          awaitUse(mix.tally(), pid);
        }
        Loads.awaitEnough(mix.tally());
        tally = mix.stop();
      }

      assertThat(tally.failures()).as("%s\n%s", tally, service.stderr()).isZero();
      assertThat(tally.versions()).containsExactlyInAnyOrder("1", "2", "3", "4");
      assertThat(tally.pids()).hasSize(UPDATES + 1).containsAll(service.generations());
      long last = pid;
      await("the drains")
          .atMost(LONGEST_DRAIN)
          .untilAsserted(() -> assertThat(service.running()).containsExactly(last));
    }
  }

  /** An update that nobody used would prove nothing. */
  private static void awaitUse(Tally tally, long pid) {
    long before = tally.count(Outcome.OK);
    await("use of pid=" + pid)
        .atMost(Duration.ofSeconds(60))
        .until(() -> tally.pids().contains(pid) && tally.count(Outcome.OK) > before + 100);
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_IDLE_TIMEOUT", "5s")
        .listen("0.0.0.0:" + Ports.free(), "127.0.0.1:" + Ports.free())
        .start();
  }
}
