package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import io.hotupdate.it.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An update works however the server was started, and whatever it listens on. */
class StartConditionsIT {
  private static final int SIGHUP = 1;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  // ---- signals

  @ParameterizedTest
  @MethodSource("jdks")
  void a_server_started_under_nohup_is_updated_by_the_signal_it_was_started_to_ignore(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess plain = launch(jdk, deployment).withoutAgent().prefix("nohup").start()) {
      plain.awaitStart();
      assertThat(Processes.inMask(plain.pid(), "SigIgn", SIGHUP)).as("nohup ignores").isTrue();
    }
    try (ServerProcess service = launch(jdk, deployment).prefix("nohup").start()) {
      service.awaitStart();
      awaitError(service, "updates it");
      assertThat(Processes.inMask(service.pid(), "SigIgn", SIGHUP)).isFalse();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(Processes.inMask(second, "SigIgn", SIGHUP)).isFalse();
      LightLoad.update(service, deployment, second, "3");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void with_Xrs_the_log_says_that_no_signal_can_ask_for_an_update(Jdk jdk) {
    for (String signal : List.of("HUP", "USR1")) {
      try (ServerProcess service =
          launch(jdk, Deployment.of(App.BLOCKING))
              .jvm("-Xrs")
              .env("HOTUPDATE_SIGNAL", signal)
              .start()) {
        long pid = service.awaitStart();
        awaitError(service, "to update it, java -jar hotupdate.jar update " + pid);
        assertThat(service.stderr().lines().filter(line -> line.contains("-Xrs")))
            .singleElement()
            .asString()
            .startsWith("[hotupdate]")
            .contains("WARN", "kill -" + signal + " may end the server");
        assertThat(service.stderr()).doesNotContain("updates it");
        assertThat(service.awaitServing("1")).isEqualTo(pid);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void another_signal_asks_for_an_update_where_the_application_wants_SIGHUP(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = launch(jdk, deployment).env("HOTUPDATE_SIGNAL", "USR1").start()) {
      service.awaitStart();
      awaitError(service, "kill -USR1 " + service.pid() + " updates it");
      LightLoad.update(service, service.pid(), "2", Signal.USR1, () -> deployment.deploy("2"));
    }
  }

  // ---- the variable of a predecessor

  @ParameterizedTest
  @MethodSource("jdks")
  void an_inheritance_that_nobody_left_is_not_believed(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    for (String variable : List.of("1:2:1:", "1:2:1:r")) {
      try (ServerProcess service =
          launch(jdk, deployment).env("HOTUPDATE_INHERIT", variable).start()) {
        long pid = service.awaitStart();
        awaitError(service, "no predecessor has started this process; it begins as generation 1");
        awaitError(service, "generation 1, pid " + pid);
        LightLoad.update(service, deployment, pid, "2");
        deployment.deploy("1");
      }
    }
  }

  // ---- names on the command line

  @ParameterizedTest
  @MethodSource("jdks")
  void everything_on_the_command_line_may_be_relative(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Files.createSymbolicLink(deployment.directory().resolve("jdk"), jdk.home());
    Files.createSymbolicLink(deployment.directory().resolve("agent.jar"), Built.agent());
    try (ServerProcess service =
        launch(jdk, deployment)
            .withoutAgent()
            .program("./jdk/bin/java")
            .jvm("-javaagent:agent.jar")
            .jar("app.jar")
            .start()) {
      service.awaitStart();
      LightLoad.update(service, deployment, service.pid(), "2");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_program_may_be_found_by_PATH(Jdk jdk) {
    Deployment deployment = Deployment.of(App.SELECTOR);
    try (ServerProcess service =
        launch(jdk, deployment)
            .prefix("env", "PATH=/nowhere:" + jdk.home().resolve("bin") + ":/usr/bin:/bin")
            .program("java")
            .start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(Processes.commandLine(second)).startsWith("java\0");
      assertThat(Processes.program(second)).isEqualTo(Processes.program(service.pid()));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_program_that_was_removed_still_runs_the_successor(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path link = Files.createSymbolicLink(deployment.directory().resolve("jdk"), jdk.home());
    try (ServerProcess service =
        launch(jdk, deployment).program(link.resolve("bin/java").toString()).start()) {
      service.awaitStart();
      Files.delete(link);
      LightLoad.update(service, deployment, service.pid(), "2");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_jdk_that_was_replaced_runs_the_successor(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path link = Files.createSymbolicLink(deployment.directory().resolve("jdk"), jdk.home());
    Jdk other = Jdks.all().stream().filter(found -> !found.equals(jdk)).findFirst().orElse(jdk);
    try (ServerProcess service =
        launch(jdk, deployment).program(link.resolve("bin/java").toString()).start()) {
      service.awaitStart();
      switchLink(link, other.home());
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(Processes.program(second)).isEqualTo(other.java().toRealPath());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_arguments_may_stand_in_a_file(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Files.writeString(
        deployment.directory().resolve("arguments"), "-javaagent:" + Built.agent() + "\n-Da=b\n");
    try (ServerProcess service = launch(jdk, deployment).withoutAgent().jvm("@arguments").start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(Processes.commandLine(second)).isEqualTo(Processes.commandLine(service.pid()));
    }
  }

  // ---- the agent by environment

  @ParameterizedTest
  @MethodSource("jdks")
  void the_agent_may_come_by_JAVA_TOOL_OPTIONS(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        launch(jdk, deployment)
            .withoutAgent()
            .env("JAVA_TOOL_OPTIONS", "-javaagent:" + Built.agent())
            .start()) {
      service.awaitStart();
      LightLoad.update(service, deployment, service.pid(), "2");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_agent_may_come_twice(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        launch(jdk, deployment).env("JAVA_TOOL_OPTIONS", "-javaagent:" + Built.agent()).start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      LightLoad.update(service, deployment, second, "3");
      assertThat(service.stderr().lines().filter(line -> line.contains("updates it"))).hasSize(1);
    }
  }

  // ---- the directory

  @ParameterizedTest
  @MethodSource("jdks")
  void a_symlink_switched_to_another_release_is_followed(Jdk jdk) throws IOException {
    Deployment first = Deployment.of(App.BLOCKING);
    Deployment second = Deployment.of(App.BLOCKING);
    second.deploy("2");
    Path current = Files.createTempDirectory(Built.deployments(), "releases-").resolve("current");
    Files.createSymbolicLink(current, first.directory());
    try (ServerProcess service = launch(jdk, first).in(current).jar("app.jar").start()) {
      service.awaitStart();
      assertThat(Processes.directory(service.pid())).isEqualTo(first.directory().toRealPath());
      long successor =
          LightLoad.update(
              service,
              service.pid(),
              "2",
              Signal.HUP,
              () -> switchLink(current, second.directory()));
      assertThat(Processes.directory(successor)).isEqualTo(second.directory().toRealPath());

      first.deploy("3");
      long third =
          LightLoad.update(
              service, successor, "3", Signal.HUP, () -> switchLink(current, first.directory()));
      assertThat(Processes.directory(third)).isEqualTo(first.directory().toRealPath());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_PWD_that_names_another_directory_is_not_believed(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Deployment wrong = Deployment.of(App.BLOCKING);
    wrong.deploy("wrong");
    try (ServerProcess service =
        launch(jdk, deployment).env("PWD", wrong.directory().toString()).jar("app.jar").start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(Processes.directory(second)).isEqualTo(deployment.directory().toRealPath());
    }
  }

  // ---- bytes

  @ParameterizedTest
  @MethodSource("jdks")
  void arguments_and_environment_are_the_same_byte_for_byte(Jdk jdk) throws Exception {
    Deployment deployment = TinyApp.deploy(jdk, "ShowsEnvironment");
    String start =
        "java=$1; shift; exec env LANG=C LC_ALL=C \"RAW=$(printf 'a=\\303\\244\\377')\" EMPTY= \"$java\""
            + " \"-Draw=$(printf '\\303\\244\\377 x')\" \"$@\" \"$(printf '\\377\\344')\" '' last";
    try (ServerProcess service = launch(jdk, deployment).prefix("sh", "-c", start, "sh").start()) {
      service.awaitStart();
      String commandLine = Processes.commandLine(service.pid());
      List<String> environment = Processes.environment(service.pid());
      assertThat(commandLine)
          .contains("\0-Draw=\u00c3\u00a4\u00ff x\0", "\0\u00ff\u00e4\0\0last\0");
      assertThat(environment).contains("RAW=a=\u00c3\u00a4\u00ff", "EMPTY=", "LC_ALL=C");
      long pid = service.pid();
      for (String version : List.of("2", "3")) {
        pid = LightLoad.update(service, deployment, pid, version);

        assertThat(Processes.commandLine(pid)).isEqualTo(commandLine);
        assertThat(Processes.environment(pid))
            .filteredOn(entry -> !entry.startsWith("HOTUPDATE_INHERIT="))
            .containsExactlyElementsOf(environment);
        assertThat(Processes.environment(pid)).hasSize(environment.size() + 1);
        for (String route : List.of("/own", "/child")) {
          assertThat(ServerProcess.get(service.target(), route))
              .contains("IT_SERVICE", "RAW")
              .doesNotContain("HOTUPDATE_INHERIT");
        }
      }
    }
  }

  // ---- listeners

  @ParameterizedTest
  @MethodSource("jdks")
  void a_port_may_be_tested_before_it_is_bound_for_good(Jdk jdk) {
    Deployment deployment = TinyApp.deploy(jdk, "TestsPortFirst");
    try (ServerProcess service = launch(jdk, deployment).start()) {
      service.awaitStart();
      LightLoad.update(service, deployment, service.pid(), "2");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_port_chosen_by_the_kernel_is_kept_and_not_waited_for(Jdk jdk) throws Exception {
    Deployment deployment = TinyApp.deploy(jdk, "PortZero");
    try (ServerProcess service = launch(jdk, deployment).start()) {
      service.awaitStart();
      String port = ServerProcess.get(service.target(), "/port");
      Target any = Target.local(Integer.parseInt(port));
      long second;
      try (LoadMix mix = new LoadMix().start(1, new NewConnections(any, Duration.ofMillis(20)))) {
        second = LightLoad.update(service, deployment, service.pid(), "2");
        assertThat(ServerProcess.ask(any).pid()).isEqualTo(second);
        assertThat(mix.stop().failures()).as(mix.tally().toString()).isZero();
      }
      assertThat(ServerProcess.get(service.target(), "/port")).isEqualTo(port);

      LightLoad.update(service, deployment, second, "3");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void several_listeners_may_share_a_port(Jdk jdk) {
    Deployment deployment = TinyApp.deploy(jdk, "ReusePort");
    try (ServerProcess service = launch(jdk, deployment).start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      LightLoad.update(service, deployment, second, "3");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_listener_may_have_an_IPv6_address(Jdk jdk) throws IOException {
    assumeThat(Path.of("/proc/net/if_inet6")).exists();
    assumeThat(Files.readString(Path.of("/proc/net/if_inet6"))).contains("0".repeat(31) + "1 ");
    Deployment deployment = Deployment.of(App.SELECTOR);
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .listen("[::1]:" + Ports.free(), "127.0.0.1:" + Ports.free())
            .start()) {
      service.awaitStart();
      LightLoad.update(service, deployment, service.pid(), "2");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void virtual_threads_may_accept(Jdk jdk) {
    assumeThat(jdk.feature()).isGreaterThanOrEqualTo(21);
    Deployment deployment = TinyApp.deploy(jdk, "VirtualThreads");
    try (ServerProcess service = launch(jdk, deployment).start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      LightLoad.update(service, deployment, second, "3");
    }
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment).listen("127.0.0.1:" + Ports.free());
  }

  private static void awaitError(ServerProcess service, String text) {
    await("stderr to say " + text)
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.stderr().contains(text));
  }

  private static void switchLink(Path link, Path target) {
    try {
      Path next =
          Files.createSymbolicLink(link.resolveSibling(link.getFileName() + ".new"), target);
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
