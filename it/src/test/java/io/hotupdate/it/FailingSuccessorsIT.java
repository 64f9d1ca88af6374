package io.hotupdate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** After an update that fails, the running version goes on as if nothing had been tried. */
class FailingSuccessorsIT {
  /** Long enough for a good version to start on a busy machine. */
  private static final String READY_TIMEOUT = "20s";

  private static final Duration SETTLED = Duration.ofSeconds(20);
  private static final Pattern HELPER = Pattern.compile("helper pid=(\\d+)");

  /**
   * A version that fails.
   *
   * @param name what is wrong
   * @param deploy installs it
   * @param reasons what the log says of it
   */
  private record Failing(String name, Deploy deploy, List<String> reasons) {
    static Failing main(String mainClass, String... reasons) {
      return new Failing(mainClass, to -> to.deployFailing(mainClass), List.of(reasons));
    }
  }

  private interface Deploy {
    void to(Deployment deployment) throws IOException;
  }

  private static final List<Failing> FAIL_AT_ONCE =
      List.of(
          Failing.main(
              "ExitsAtOnce",
              "it exited with status 3",
              "its output: cannot start: licence expired"),
          Failing.main(
              "ThrowsInMain",
              "it exited with status 1",
              "its output: Exception in thread \"main\" java.lang.IllegalStateException: no"
                  + " database"),
          Failing.main(
              "WantsTakenPort",
              "it exited with status 1",
              "its output: Exception in thread \"main\" java.net.BindException: Address already in"
                  + " use"),
          new Failing(
              "garbage instead of a jar",
              deployment -> {
                Path garbage = deployment.directory().resolve("garbage");
                Files.write(garbage, "no jar at all\n".getBytes(UTF_8));
                Files.move(garbage, deployment.jar(), ATOMIC_MOVE);
              },
              List.of("it exited with status 1", "its output: Error: Invalid or corrupt jarfile")),
          new Failing(
              "no jar",
              deployment -> Files.delete(deployment.jar()),
              List.of("it exited with status 1", "its output: Error: Unable to access jarfile")));

  private static final List<Failing> NEVER_READY =
      List.of(
          Failing.main("HangsBeforeBind", "not ready within 20.0 s", "was not bound"),
          Failing.main(
              "BindsAndNeverAccepts",
              "not ready within 20.0 s",
              "was bound, but nothing accepts on it"),
          Failing.main("StartsHelper", "not ready within 20.0 s", "was not bound"));

  static Stream<Arguments> a_blocking_and_a_selecting_server() {
    return Matrix.all().filter(on -> List.of(App.BLOCKING, App.JETTY).contains(on.get()[1]));
  }

  /** In turn, because waiting for the timeout takes long. */
  static Stream<Arguments> one_of_them_on_each_jdk() {
    List<App> apps = List.of(App.BLOCKING, App.JETTY);
    List<Jdk> jdks = Matrix.jdks().toList();
    return jdks.stream().map(jdk -> Arguments.of(jdk, apps.get(jdks.indexOf(jdk) % apps.size())));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("a_blocking_and_a_selecting_server")
  void a_version_that_dies_while_it_starts_changes_nothing_and_the_log_shows_its_last_words(
      Jdk jdk, App app) throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      Deployment deployment = Deployment.of(app);
      try (ServerProcess service =
          launch(jdk, deployment).jvm("-Dtaken.port=" + taken.getLocalPort()).start()) {
        failThenSucceed(service, deployment, FAIL_AT_ONCE);
      }
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("one_of_them_on_each_jdk")
  void a_version_that_is_never_ready_is_ended_with_all_it_started_and_the_log_says_what_it_lacked(
      Jdk jdk, App app) throws IOException {
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service =
        launch(jdk, deployment).env("HOTUPDATE_READY_TIMEOUT", READY_TIMEOUT).start()) {
      failThenSucceed(service, deployment, NEVER_READY);
      Matcher helper = HELPER.matcher(service.stderr());
      assertThat(helper.find()).as(service.stderr()).isTrue();
      assertThat(ServerProcess.alive(Long.parseLong(helper.group(1)))).isFalse();
    }
  }

  private static void failThenSucceed(
      ServerProcess service, Deployment deployment, List<Failing> failures) throws IOException {
    long pid = service.awaitStart();
    // The agent opens its control socket after the application's listeners.
    ServiceLog.fromTheBegin(service).await("updates it");
    long successor;
    try (SteadyLoad load = SteadyLoad.on(service)) {
      Map<String, Integer> descriptors = Descriptors.of(pid);
      for (Failing failing : failures) {
        failing.deploy().to(deployment);
        expectFailure(service, pid, failing);
        load.awaitMore();
        load.assertNoLoss();
        assertThat(load.tally().pids()).as(failing.name()).containsExactly(pid);
        assertThat(service.running()).as(failing.name()).containsExactly(pid);
        await("the descriptors of before, after " + failing.name())
            .atMost(SETTLED)
            .untilAsserted(() -> assertThat(Descriptors.of(pid)).isEqualTo(descriptors));
      }
      deployment.deploy("2");
      service.hup(pid);
      successor = service.awaitServing("2");
      load.awaitAnswerBy(successor);
      load.stopWithoutLoss();
      assertThat(load.tally().pids()).containsExactlyInAnyOrder(pid, successor);
    }
    assertThat(service.generations()).containsExactly(pid, successor);
  }

  private static void expectFailure(ServerProcess service, long pid, Failing failing) {
    ServiceLog log = ServiceLog.fromNowOn(service);
    service.hup(pid);
    log.await("update to generation 2 failed").await("generation 1 goes on serving");
    assertThat(log.text())
        .as(failing.name())
        .contains(failing.reasons())
        // What newer JDKs warn of is not what the version died of.
        .doesNotContain("its output: WARNING: ");
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_IDLE_TIMEOUT", "10s")
        .listen("0.0.0.0:" + Ports.free(), "127.0.0.1:" + Ports.free());
  }
}
