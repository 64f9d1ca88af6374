package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.HeldEcho;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The fifth successor has what the first had: nothing grows from one generation to the next. */
class NothingLeaksIT {
  private static final int UPDATES = 5;
  private static final int CLIENTS = 4;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  static Stream<Arguments> servers() {
    return Stream.concat(
        Matrix.jdks().map(jdk -> Arguments.of(jdk, App.BLOCKING)),
        Stream.of(Arguments.of(Jdks.newest(), App.SELECTOR)));
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("servers")
  void no_descriptor_no_variable_and_no_file_is_left_by_an_update(Jdk jdk, App app)
      throws IOException {
    Deployment deployment = Deployment.of(app);
    Path temporary = Files.createDirectory(deployment.directory().resolve("tmp"));
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .jvm("-Djava.io.tmpdir=" + temporary)
            .withoutEnv("XDG_RUNTIME_DIR")
            .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
            .env("HOTUPDATE_PROBATION", "500ms")
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      long pid = service.awaitStart();
      String commandLine = Processes.commandLine(pid);
      List<String> environment = Processes.environment(pid);
      List<String> descriptors = List.of();
      for (int update = 1; update <= UPDATES; update++) {
        long successor = updateWithClients(service, deployment, pid, update + 1);
        service.awaitExit(pid, LONGEST);
        pid = successor;
        if (update == 1) {
          descriptors = stableKinds(pid);
        }
        assertThat(Processes.commandLine(pid)).isEqualTo(commandLine);
        assertThat(Processes.environment(pid)).hasSize(environment.size() + 1);
      }
      long last = pid;
      List<String> first = descriptors;
      await("the descriptors of the first successor")
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(kinds(last)).isEqualTo(first));
      assertThat(service.running()).containsExactly(last);
      // The control socket of the one that is left, and nothing else.
      try (Stream<Path> files = Files.walk(temporary)) {
        assertThat(files.filter(file -> !Files.isDirectory(file)))
            .extracting(file -> file.getFileName().toString())
            .containsExactly(last + ".sock");
      }
      try (Stream<Path> files = Files.list(temporary)) {
        assertThat(files).hasSize(1);
      }
    }
  }

  /** The limit stands for the full disk: nothing can be written to the file that was made. */
  @ParameterizedTest
  @MethodSource("jdks")
  void a_disk_that_is_full_costs_the_updates_and_leaves_no_file(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path temporary = Files.createDirectory(deployment.directory().resolve("tmp"));
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            // The log is a file too.
            .prefix("/bin/sh", "-c", "prlimit --fsize=0 \"$@\" 2>&1 >/dev/null | cat >&2", "sh")
            .jvm("-Djava.io.tmpdir=" + temporary)
            .listen("127.0.0.1:" + Ports.free())
            .start()) {
      service.awaitStart();
      ServiceLog.fromTheBegin(service)
          .await("hot update is off: cannot write native code to ")
          .await("set java.io.tmpdir to a directory that can be written");
      try (Stream<Path> files = Files.list(temporary)) {
        assertThat(files).isEmpty();
      }
    }
  }

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  /** Clients hold connections to the predecessor, of which the successor must have none. */
  private static long updateWithClients(
      ServerProcess service, Deployment deployment, long pid, int version) {
    try (LoadMix mix =
        new LoadMix()
            .start(
                CLIENTS,
                new HeldEcho(
                    service.target(), LONGEST, Duration.ofMillis(20), Duration.ofMillis(50)))) {
      await("echoes").atMost(LONGEST).until(() -> mix.tally().count(Outcome.OK) > 10 * CLIENTS);
      deployment.deploy(Integer.toString(version));
      service.hup(pid);
      long successor = service.awaitServing(Integer.toString(version));

      Set<String> listeners = TcpTable.listeners();
      Set<String> old = sockets(pid);
      Set<String> shared = sockets(successor);
      Set<String> connections = TcpTable.connections();
      assertThat(old.stream().filter(connections::contains))
          .as("connections to the predecessor")
          .hasSizeGreaterThanOrEqualTo(CLIENTS);
      shared.retainAll(old);
      assertThat(listeners).as("sockets that both have").containsAll(shared);
      assertThat(mix.stop().failures()).as(mix.tally().toString()).isZero();
      return successor;
    }
  }

  private static Set<String> sockets(long pid) {
    return Processes.descriptors(pid).values().stream()
        .filter(link -> link.startsWith("socket:["))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Waits until the process is at rest: the agent has let go of its predecessor. */
  private static List<String> stableKinds(long pid) {
    List<List<String>> seen = new ArrayList<>();
    await("the descriptors to stay the same")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              seen.add(kinds(pid));
              int n = seen.size();
              return n >= 3
                  && seen.get(n - 1).equals(seen.get(n - 2))
                  && seen.get(n - 1).equals(seen.get(n - 3));
            });
    return seen.get(seen.size() - 1);
  }

  /** What each descriptor is, without what is another number in each process. */
  private static List<String> kinds(long pid) {
    Set<String> listeners = TcpTable.listeners();
    return Processes.descriptors(pid).values().stream()
        .map(
            link -> {
              if (link.startsWith("socket:[")) {
                return listeners.contains(link) ? "listener" : "socket";
              }
              return link.startsWith("pipe:[") ? "pipe" : link;
            })
        .sorted()
        .toList();
  }
}
