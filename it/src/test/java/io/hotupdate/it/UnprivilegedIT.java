package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers do not run as root, and the agent needs nothing that only root may do. */
class UnprivilegedIT {
  private static final String NOBODY = "65534";

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_server_of_a_user_without_rights_is_updated_and_rolled_back(Jdk jdk) throws IOException {
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "without setpriv(1) nobody can be somebody else");
    boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    assumeTrue(isRoot, "all other tests show it");
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path control = deployment.directory().resolve("control");
    open(deployment.directory());
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .prefix(
                setpriv.toString(), "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--")
            .env("HOTUPDATE_CONTROL", control.toString())
            .env("HOTUPDATE_PROBATION", "60s")
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      long first = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.on(service)) {
        assertThat(Files.getAttribute(Path.of("/proc/" + first), "unix:uid")).isEqualTo(65534);
        deployment.deploy("2");
        open(deployment.directory());
        service.hup(first);
        long second = service.awaitServing("2");
        load.awaitAnswerBy(second);

        Command rollback =
            HotUpdateTool.run(
                jdk,
                deployment.directory(),
                "--control",
                control.toString(),
                "rollback",
                Long.toString(second));

        assertThat(rollback.status()).as(rollback.stderr()).isZero();
        assertThat(service.awaitServing("1")).isEqualTo(first);
        load.stopWithoutLoss();
      }
    }
  }

  /** Lets everybody read, and make files in the directory itself. */
  private static void open(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(f -> !Files.isSymbolicLink(f))::iterator) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
  }
}
