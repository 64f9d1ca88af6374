package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent makes the JVM complain of nothing, and costs no class data archive (JEP 350). */
class JvmWarningsIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int FIRST_THAT_WARNS_OF_NATIVE_ACCESS = 24;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void with_native_access_enabled_the_JVM_warns_of_nothing(Jdk jdk) {
    assertThat(foreignErrorLines(jdk, "--enable-native-access=ALL-UNNAMED"))
        .filteredOn(line -> !isIncubatorWarning(jdk, line))
        .isEmpty();
  }

  /** JDK 17 has the flag, but for an incubator module, and says so whatever else it runs. */
  private static boolean isIncubatorWarning(Jdk jdk, String line) {
    return jdk.feature() == 17
        && line.equals("WARNING: Using incubator modules: jdk.incubator.foreign");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void without_flags_the_JVM_warns_at_most_of_native_access(Jdk jdk) {
    List<String> lines = foreignErrorLines(jdk);
    if (jdk.feature() < FIRST_THAT_WARNS_OF_NATIVE_ACCESS) {
      assertThat(lines).isEmpty();
    } else {
      assertThat(Set.copyOf(lines))
          .containsExactlyInAnyOrder(
              "WARNING: A restricted method in java.lang.System has been called",
              "WARNING: java.lang.System::load has been called by"
                  + " io.hotupdate.linux.NativeLibrary in an unnamed module",
              "WARNING: Use --enable-native-access=ALL-UNNAMED to avoid a warning for callers in"
                  + " this module",
              "WARNING: Restricted methods will be blocked in a future release unless native access"
                  + " is enabled");
    }
  }

  private static List<String> foreignErrorLines(Jdk jdk, String... flags) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        launch(jdk, deployment)
            .jvm(flags)
            .env("HOTUPDATE_PROBATION", "500ms")
            .env("HOTUPDATE_LOG", "debug")
            .start()) {
      service.awaitStart();
      deployment.deploy("2");
      service.hup(service.pid());
      service.awaitServing("2");
      service.awaitExit(service.pid(), LONGEST);
      assertThat(service.stderr()).contains("updates it", "drained");
      return service
          .stderr()
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("[hotupdate] "))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_JDKs_own_archive_stays_in_use(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        launch(jdk, deployment)
            .jvm("-Xshare:on", "-Xlog:class+load:file=classes-%p.txt")
            .env("HOTUPDATE_LOG", "debug")
            .start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      for (long pid : List.of(service.pid(), second)) {
        assertThat(loaded(deployment, pid, "shared objects file"))
            .contains("java.lang.String", "java.util.concurrent.ConcurrentHashMap")
            .hasSizeGreaterThan(400);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_archive_of_the_application_stays_in_use_in_every_generation(Jdk jdk) throws Failure {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess dumping =
        launch(jdk, deployment).withoutAgent().jvm("-XX:ArchiveClassesAtExit=app.jsa").start()) {
      dumping.awaitStart();
      dumping.signal(Signal.TERM, dumping.pid());
      dumping.awaitExit(dumping.pid(), LONGEST);
    }
    assertThat(deployment.directory().resolve("app.jsa")).exists();

    try (ServerProcess empty = useArchive(jdk, deployment, emptyAgent(jdk))) {
      try (ServerProcess ours = useArchive(jdk, deployment, Built.agent())) {
        ours.hup(ours.pid());
        // The archive is good for this very jar only, so no other version is deployed.
        await("generation 2")
            .atMost(LONGEST)
            .until(() -> ServerProcess.ask(ours.target()).pid() != ours.pid());
        long second = ServerProcess.ask(ours.target()).pid();
        Set<String> withEmptyAgent = archived(deployment, empty.pid());
        assertThat(withEmptyAgent).contains("io.hotupdate.testapps.blocking.BlockingApp");
        assertThat(archived(deployment, ours.pid())).containsAll(withEmptyAgent);
        assertThat(archived(deployment, second)).containsAll(withEmptyAgent);
      }
    }
  }

  private static ServerProcess useArchive(Jdk jdk, Deployment deployment, Path agent) {
    ServerProcess service =
        launch(jdk, deployment)
            .withoutAgent()
            .jvm(
                "-javaagent:" + agent,
                "-Xshare:auto",
                "-XX:SharedArchiveFile=app.jsa",
                "-Xlog:class+load:file=classes-%p.txt")
            .start();
    service.awaitStart();
    return service;
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_archive_is_refused_with_the_agent_just_as_with_an_empty_one(Jdk jdk) {
    Command empty = dump(jdk, emptyAgent(jdk));
    assumeThat(empty.status()).as("this JDK makes archives with agents").isNotZero();
    assertThat(dump(jdk, Built.agent())).isEqualTo(empty);
  }

  private static Command dump(Jdk jdk, Path agent) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    return Command.run(
        deployment.directory(),
        Map.of(),
        List.of(
            jdk.java().toString(),
            "-XX:ArchiveClassesAtExit=app.jsa",
            "-javaagent:" + agent,
            "-jar",
            deployment.jar().toString(),
            "127.0.0.1:" + Ports.free()));
  }

  private static Path emptyAgent(Jdk jdk) {
    return TinyApp.deploy(jdk, "EmptyAgent").jar();
  }

  private static Set<String> archived(Deployment deployment, long pid) {
    return loaded(deployment, pid, "shared objects file (top)").stream()
        .filter(name -> name.startsWith("io.hotupdate.testapps.") && !name.contains("$$"))
        .collect(Collectors.toSet());
  }

  /** The classes that a process has loaded from there. */
  private static List<String> loaded(Deployment deployment, long pid, String source) {
    Path log = deployment.directory().resolve("classes-" + pid + ".txt");
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("source: " + source))
          .map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "").replaceFirst(" source:.*", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment).listen("127.0.0.1:" + Ports.free());
  }
}
