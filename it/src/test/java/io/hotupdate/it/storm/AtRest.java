package io.hotupdate.it.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.Processes;
import io.hotupdate.it.load.Answer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What must be left when the storm is over: one process that serves, and its files. */
final class AtRest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 5;

  private final Stage stage;
  private final Directories directories;

  AtRest(Stage stage, Directories directories) {
    this.stage = stage;
    this.directories = directories;
  }

  /** Makes a last update, which must work, and waits until its generation is the only process. */
  void reach() {
    lastUpdate();
    await("all but the last generation to end")
        .atMost(LONGEST)
        .untilAsserted(
            () -> assertThat(stage.service().running()).containsExactly(stage.serving()));
  }

  /** On a busy machine even a good version may not be ready in the short time it has here. */
  private void lastUpdate() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      String version = stage.deployNext();
      int before = stage.service().stderr().length();
      stage.askForUpdate();
      stage.awaitSuccessor();
      Answer answer = stage.settle();
      if (answer.version().equals(version)) {
        return;
      }
      String said = stage.service().stderr().substring(before);
      assertThat(said).as("the last update").contains("it was not ready within");
    }
    throw new AssertionError("none of " + ATTEMPTS + " updates at the end was ready in time");
  }

  /** Nothing is left of those that have ended. */
  void check() throws IOException {
    long serving = stage.serving();
    assertThat(stage.plan().isEmpty()).as("every fault is lifted").isTrue();
    assertThat(Processes.children(serving)).as("children of the last generation").isEmpty();
    assertThat(stage.service().running()).containsExactly(serving);
    assertThat(names(directories.temporary())).as("temporary files").isEmpty();
    assertThat(names(directories.control()))
        .as("files in the control directory")
        .containsExactly(serving + ".sock");
    checkPidFile(serving);
    checkUnixListener();
  }

  private void checkPidFile(long serving) throws IOException {
    assertThat(names(directories.run())).as("the pid file").containsExactly("service.pid");
    assertThat(directories.pidFile()).hasContent(Long.toString(serving));
  }

  /** Its second names, by which the agent keeps it, are gone, and the first leads to it. */
  private void checkUnixListener() throws IOException {
    List<String> names = names(directories.sockets());
    assertThat(names).as("files beside the unix listener").isSubsetOf("listener");
    if (!names.isEmpty()) {
      var address = UnixDomainSocketAddress.of(directories.unixSocket());
      try (SocketChannel connection = SocketChannel.open(address)) {
        assertThat(connection.isConnected()).isTrue();
      }
    }
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
