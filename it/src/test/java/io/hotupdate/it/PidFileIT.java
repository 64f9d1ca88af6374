package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pid file always names the generation that serves. */
class PidFileIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int WRONG_SETTING = 2;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void it_goes_from_one_generation_to_the_next_and_with_the_last(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path file = pidFile(deployment);
    try (ServerProcess service = start(jdk, deployment, "500ms")) {
      long first = service.awaitStart();
      assertThat(file).hasContent(first + "\n");

      long second = LightLoad.update(service, deployment, first, "2");
      awaitName(file, second);
      service.awaitExit(first, LONGEST);
      assertThat(file).hasContent(second + "\n");

      long third = LightLoad.update(service, deployment, second, "3");
      awaitName(file, third);
      service.awaitExit(second, LONGEST);
      service.signal(Signal.TERM, third);
      service.awaitExit(third, LONGEST);
      try (Stream<Path> files = Files.list(file.getParent())) {
        assertThat(files).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void it_names_the_predecessor_again_when_that_takes_the_service_back(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path file = pidFile(deployment);
    try (ServerProcess service = start(jdk, deployment, "60s")) {
      long first = service.awaitStart();
      long second = LightLoad.update(service, deployment, first, "2");
      awaitName(file, second);
      service.signal(Signal.KILL, second);
      assertThat(service.awaitRecovery("1")).isEqualTo(first);
      awaitName(file, first);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_update_that_fails_does_not_touch_it(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path file = pidFile(deployment);
    try (ServerProcess service = start(jdk, deployment, "500ms")) {
      long first = service.awaitStart();
      await("the agent").atMost(LONGEST).until(() -> service.stderr().contains("updates it"));
      Object before = Files.readAttributes(file, "unix:ino,lastModifiedTime");
      deployment.deployFailing("ExitsAtOnce");
      service.hup(first);
      await("the failure")
          .atMost(LONGEST)
          .until(() -> service.stderr().contains("generation 1 goes on serving"));
      assertThat(file).hasContent(first + "\n");
      assertThat((Object) Files.readAttributes(file, "unix:ino,lastModifiedTime"))
          .isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void what_a_crash_has_left_is_overwritten(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path file = pidFile(deployment);
    Files.writeString(file, ProcessHandle.current().pid() + "\n");
    try (ServerProcess service = start(jdk, deployment, "500ms")) {
      assertThat(file).hasContent(service.awaitStart() + "\n");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_server_does_not_start_where_it_cannot_be_written(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    // Nobody can make files there, not even root.
    Command start =
        Command.run(
            deployment.directory(),
            Map.of("HOTUPDATE_PIDFILE", "/proc/app.pid"),
            List.of(
                jdk.java().toString(),
                "-javaagent:" + Built.agent(),
                "-jar",
                deployment.jar().toString(),
                "127.0.0.1:" + Ports.free()));
    assertThat(start.status()).as(start.toString()).isEqualTo(WRONG_SETTING);
    assertThat(start.stdout()).as("the server did not start").isEmpty();
    assertThat(start.errorLines())
        .singleElement()
        .asString()
        .startsWith("[hotupdate] cannot start: HOTUPDATE_PIDFILE is '/proc/app.pid'");
  }

  private static Path pidFile(Deployment deployment) throws IOException {
    return Files.createDirectories(deployment.directory().resolve("run")).resolve("app.pid");
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment, String probation)
      throws IOException {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_PIDFILE", pidFile(deployment).toString())
        .env("HOTUPDATE_PROBATION", probation)
        .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
        .listen("127.0.0.1:" + Ports.free())
        .start();
  }

  private static void awaitName(Path file, long pid) {
    await("the pid file to name " + pid)
        .atMost(LONGEST)
        .untilAsserted(() -> assertThat(file).hasContent(pid + "\n"));
  }
}
