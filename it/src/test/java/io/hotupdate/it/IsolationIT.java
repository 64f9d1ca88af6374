package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application and the agent know nothing of each other's classes, settings and output. */
class IsolationIT {
  private static final Path CONFLICTING = Built.testApp("conflicting");

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_application_with_other_versions_of_our_libraries_uses_its_own(Jdk jdk) throws Failure {
    Deployment deployment = conflicting();
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long pid = service.awaitStart();
      expectOwnLibraries(service);
      for (String version : List.of("2", "3")) {
        pid = LightLoad.update(service, deployment, pid, version);
        expectOwnLibraries(service);
      }
    }
  }

  private static void expectOwnLibraries(ServerProcess service) throws Failure {
    assertThat(ServerProcess.get(service.target(), "/libraries").lines())
        .containsExactly(
            "byte-buddy=byte-buddy-1.12.23.jar",
            "jffi=jffi-1.3.13.jar",
            "slf4j=slf4j-api-1.7.36.jar");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_application_sees_no_class_of_the_agent_but_its_entry_point(Jdk jdk) throws Failure {
    Deployment deployment = conflicting();
    try (ServerProcess service = launch(jdk, deployment).start()) {
      service.awaitStart();
      awaitError(service, "updates it");
      expectVisibility(service);
      LightLoad.update(service, deployment, service.pid(), "2");
      expectVisibility(service);
    }
  }

  private static void expectVisibility(ServerProcess service) throws Failure {
    for (String entryPoint :
        List.of("HotUpdateAgent", "HotUpdateTool", "IsolatedClassLoader", "JdkTool")) {
      assertThat(isVisible(service, "io.hotupdate.agent." + entryPoint)).isTrue();
    }
    // Those of the libraries exist in the agent's version only.
    for (String hidden :
        List.of(
            "io.hotupdate.cli.Main",
            "io.hotupdate.control.Startup",
            "io.hotupdate.generation.Generation",
            "io.hotupdate.hooks.Hooks",
            "io.hotupdate.linux.NativeLibc",
            "io.hotupdate.listener.Listeners",
            "io.hotupdate.log.Log",
            "io.hotupdate.settings.Settings",
            "net.bytebuddy.utility.AsmClassReader",
            "org.slf4j.simple.SimpleServiceProvider")) {
      assertThat(isVisible(service, hidden)).as(hidden).isFalse();
    }
  }

  private static boolean isVisible(ServerProcess service, String name) throws Failure {
    return Boolean.parseBoolean(
        ServerProcess.get(service.target(), "/visible?class=" + name).strip());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void settings_of_the_applications_logging_do_not_touch_the_agents(Jdk jdk) {
    Deployment deployment = conflicting();
    try (ServerProcess service =
        launch(jdk, deployment)
            .jvm(
                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-Dslf4j.provider=nonsense",
                "-Dslf4j.internal.verbosity=DEBUG")
            .start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      awaitError(service, "draining");
      assertThat(service.stderr())
          .contains("[hotupdate] ", "updates it", "generation 2 serves, pid " + second, "draining");
      assertThat(service.stdout()).isEqualTo(announcements(service.pid(), second));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void standard_output_belongs_to_the_application(Jdk jdk) {
    Deployment without = Deployment.of(App.BLOCKING);
    try (ServerProcess service = launch(jdk, without).withoutAgent().start()) {
      assertThat(service.awaitStart()).isEqualTo(service.pid());
      assertThat(service.stdout()).isEqualTo(announcements(service.pid()));
    }
    Deployment with = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        launch(jdk, with)
            .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
            .env("HOTUPDATE_PROBATION", "500ms")
            .env("HOTUPDATE_LOG", "debug")
            .start()) {
      service.awaitStart();
      long second = LightLoad.update(service, with, service.pid(), "2");
      service.awaitExit(service.pid(), Duration.ofSeconds(60));
      long third = LightLoad.update(service, with, second, "3");
      service.awaitExit(second, Duration.ofSeconds(60));
      assertThat(service.stdout()).isEqualTo(announcements(service.pid(), second, third));
    }
  }

  private static String announcements(long... pids) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pids.length; i++) {
      text.append("serving version=").append(i + 1).append(" pid=").append(pids[i]).append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_application_may_choose_its_log_manager_in_main(Jdk jdk) throws Failure {
    Deployment deployment = TinyApp.deploy(jdk, "OwnLogManager");
    try (ServerProcess service = launch(jdk, deployment).start()) {
      service.awaitStart();
      assertThat(ServerProcess.get(service.target(), "/manager")).isEqualTo("OwnLogManager$Mine");
      LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(ServerProcess.get(service.target(), "/manager")).isEqualTo("OwnLogManager$Mine");
    }
  }

  private static Deployment conflicting() {
    return Deployment.of(
        "conflicting", CONFLICTING.resolve("conflicting.jar"), CONFLICTING.resolve("lib"));
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment).listen("127.0.0.1:" + Ports.free());
  }

  private static void awaitError(ServerProcess service, String text) {
    await("stderr to say " + text)
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.stderr().contains(text));
  }
}
