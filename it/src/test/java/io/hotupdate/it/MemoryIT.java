package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
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

/**
 * The server sees a machine with little memory: in a mount namespace of its own another file lies
 * over /proc/meminfo, as lxcfs does it for containers. For every other process nothing changes.
 */
class MemoryIT {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final String LITTLE = "MemTotal: 4096 kB\nMemAvailable: 2048 kB\n";
  private static final String REASON = "the machine has 2 MiB left";

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_update_is_refused_where_memory_is_required_and_there_is_too_little(Jdk jdk)
      throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, "require")) {
      long pid = service.awaitStart();
      awaitError(service, "updates it");
      deployment.deploy("2");
      service.hup(pid);
      awaitError(service, "no update: little memory for a second JVM: this one uses");
      assertThat(service.stderr()).contains(REASON).doesNotContain("begins: started pid");
      assertThat(service.awaitServing("1")).isEqualTo(pid);

      meminfo(deployment, "MemAvailable: 9999999 kB\n");
      service.hup(pid);
      assertThat(service.awaitServing("2")).isNotEqualTo(pid);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void otherwise_the_log_warns_and_the_update_goes_on(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, "warn")) {
      service.awaitStart();
      LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(service.stderr().lines())
          .filteredOn(line -> line.contains("little memory for a second JVM"))
          .singleElement()
          .asString()
          .startsWith("[hotupdate] ")
          .contains("WARN", REASON)
          .endsWith("; the new version may be killed");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void switched_off_nothing_is_said(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment, "off")) {
      service.awaitStart();
      LightLoad.update(service, deployment, service.pid(), "2");
      assertThat(service.stderr()).doesNotContain("memory");
    }
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment, String memory)
      throws IOException {
    Path meminfo = meminfo(deployment, LITTLE);
    List<String> inNamespace =
        List.of(
            "env", // Ends where there is no unshare(1), and the test is skipped.
            "unshare",
            ROOT ? "--mount" : "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount --bind \"$0\" /proc/meminfo && exec \"$@\"",
            meminfo.toString());
    Command possible =
        Command.run(
            deployment.directory(),
            Map.of(),
            Stream.concat(inNamespace.stream(), Stream.of("cat", "/proc/meminfo")).toList());
    assumeThat(possible.stdout()).as("a mount namespace of one's own").isEqualTo(LITTLE);
    return Launch.of(jdk, deployment)
        .prefix(inNamespace.toArray(String[]::new))
        .env("HOTUPDATE_MEMORY", memory)
        .env("HOTUPDATE_LOG", "debug")
        .listen("127.0.0.1:" + Ports.free())
        .start();
  }

  /** Written in place: what is mounted is the file, not its name. */
  private static Path meminfo(Deployment deployment, String text) throws IOException {
    return Files.writeString(deployment.directory().resolve("meminfo"), text);
  }

  private static void awaitError(ServerProcess service, String text) {
    await("stderr to say " + text)
        .atMost(Duration.ofSeconds(60))
        .until(() -> service.stderr().contains(text));
  }
}
