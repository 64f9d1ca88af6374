package io.hotupdate.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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

/** What the control socket tells of real servers, and that it is in nobody's way. */
class ControlSocketIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int HOSTILE = 300;

  static Stream<Arguments> servers() {
    return Matrix.jdks()
        .limit(1)
        .flatMap(jdk -> Stream.of(App.BLOCKING, App.JETTY).map(app -> Arguments.of(jdk, app)));
  }

  static Stream<Arguments> jdks() {
    return Matrix.jdks().map(Arguments::of);
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("servers")
  void the_status_shows_who_is_connected_and_what_is_done_for_whom(Jdk jdk, App app)
      throws Exception {
    Deployment deployment = Deployment.of(app);
    ControlClient control = control(deployment);
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long pid = awaitAgent(service);
      // A thread that was in accept(2) when the hooks came sees the connection after the next.
      assertThat(ServerProcess.get(service.target(), "/")).isNotEmpty();
      try (Connection quiet = Connection.open(service.target());
          Connection sleeping = Connection.open(service.target())) {
        quiet.get("/");
        quiet.receive().expectAnswer();
        sleeping.get("/?sleep=3");

        await("a request that is under way")
            .atMost(LONGEST)
            .until(() -> generation(control.status(pid, false)).number("busy") == 1);
        List<ControlClient.Line> status = control.status(pid, true);
        assertThat(generation(status).number("number")).isEqualTo(1);
        assertThat(generation(status).number("pid")).isEqualTo(pid);
        assertThat(generation(status).get("state")).isEqualTo("serving");
        assertThat(generation(status).get("agent")).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(generation(status).number("live")).isEqualTo(2);

        String address = "127.0.0.1:" + service.target().address().getPort();
        assertThat(ControlClient.named("listener", status))
            .extracting(line -> line.get("address"))
            .containsExactly(address);

        List<ControlClient.Line> connections = ControlClient.named("connection", status);
        assertThat(connections)
            .allSatisfy(
                line -> {
                  assertThat(line.get("local")).isEqualTo(address);
                  assertThat(line.get("peer")).matches("127\\.0\\.0\\.1:\\d+");
                  assertThat(line.number("received")).isGreaterThan(20);
                  assertThat(line.number("quiet")).isLessThan(60_000);
                  assertThat(line.number("age"))
                      .isBetween(Math.max(0, line.number("quiet") - 50), 60_000L);
                });
        assertThat(connections)
            .filteredOn(line -> line.get("activity").equals("quiet"))
            .singleElement()
            .satisfies(line -> assertThat(line.number("sent")).isGreaterThan(20))
            .satisfies(line -> assertThat(line.values()).doesNotContainKey("thread"));
        ControlClient.Line busy =
            connections.stream()
                .filter(line -> line.get("activity").equals("busy"))
                .findAny()
                .orElseThrow();
        assertThat(busy.number("sent")).isZero();
        // Jetty may hand a request on to another thread than the one that has read it.
        if (app == App.BLOCKING || busy.values().containsKey("thread")) {
          assertThat(busy.get("thread")).isNotBlank();
          assertThat(ControlClient.frames(status, busy))
              .hasSizeBetween(3, 20)
              .anyMatch(frame -> frame.startsWith("java.lang.Thread.sleep"))
              .anyMatch(
                  frame -> frame.matches("io\\.hotupdate\\..*Routes\\.home\\(Routes.java:\\d+\\)"));
        }
        sleeping.receive().expectAnswer();
      }
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("servers")
  void each_generation_has_its_own_socket_and_the_dead_have_none(Jdk jdk, App app)
      throws IOException {
    Deployment deployment = Deployment.of(app);
    ControlClient control = control(deployment);
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long old = awaitAgent(service);
      long successor = LightLoad.update(service, deployment, old, "2");
      assertThat(generation(control.status(successor, false)).number("number")).isEqualTo(2);
      String mine = socketLinks(successor, control.socketOf(successor));
      assertThat(Processes.descriptors(successor).values()).contains(mine);
      if (ServerProcess.alive(old)) {
        assertThat(Processes.descriptors(old).values()).doesNotContain(mine);
      }
      service.awaitExit(old, LONGEST);
      assertThat(files(control)).containsExactly(successor + ".sock");
      assertThat(
              Processes.descriptors(successor).values().stream()
                  .filter(unixListeners()::contains)
                  .toList())
          .containsExactly(mine);

      // One that is killed leaves its socket, and the next removes it.
      Signal.KILL.send(successor);
      service.awaitExit(successor, LONGEST);
      assertThat(files(control)).containsExactly(successor + ".sock");
    }
    deployment.deploy("1");
    try (ServerProcess next = launch(jdk, deployment).start()) {
      long pid = next.awaitStart();
      await("the socket of the next one alone")
          .atMost(LONGEST)
          .untilAsserted(() -> assertThat(files(control)).containsExactly(pid + ".sock"));
      Signal.TERM.send(pid);
      next.awaitExit(pid, LONGEST);
      assertThat(files(control)).isEmpty();
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("servers")
  void hundreds_of_hostile_peers_cost_the_clients_nothing(Jdk jdk, App app) throws IOException {
    Deployment deployment = Deployment.of(app);
    ControlClient control = control(deployment);
    List<SocketChannel> hostile = new ArrayList<>();
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long pid = awaitAgent(service);
      try (SteadyLoad load = SteadyLoad.on(service)) {
        for (int i = 0; i < HOSTILE; i++) {
          SocketChannel peer = control.connect(pid);
          peer.configureBlocking(false);
          hostile.add(peer);
          misbehave(peer, i);
        }
        assertThat(generation(control.status(pid, true)).number("pid")).isEqualTo(pid);
        deployment.deploy("2");
        service.hup(pid);
        long successor = service.awaitServing("2");
        load.awaitAnswerBy(successor);
        load.awaitMore();
        load.stopWithoutLoss();
        assertThat(generation(control.status(successor, false)).number("number")).isEqualTo(2);
      } finally {
        for (SocketChannel peer : hostile) {
          peer.close();
        }
      }
      service.awaitExit(pid, LONGEST);
    }
  }

  private static void misbehave(SocketChannel peer, int kind) {
    String request =
        switch (kind % 5) {
          case 0 -> "";
          case 1 -> "stat";
          case 2 -> "\0\1\2 GET / HTTP/1.1\r\n\r\n";
          case 3 -> "x".repeat(5000);
          default -> "status deep\n";
        };
    try {
      peer.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
    } catch (IOException sentAway) {
      assertThat(sentAway).hasMessageContaining("Broken pipe");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void a_directory_that_is_not_safe_costs_the_control_socket_only(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path real = Files.createDirectory(deployment.directory().resolve("real"));
    Path directory = control(deployment).directory();
    Files.createSymbolicLink(directory, real);
    try (ServerProcess service = launch(jdk, deployment).start()) {
      long pid = awaitAgent(service);
      assertThat(service.stderr())
          .contains("no control socket")
          .contains(directory + " is not a directory")
          .contains("HOTUPDATE_CONTROL");
      LightLoad.update(service, deployment, pid, "2");
      try (Stream<Path> left = Files.list(real)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jdks")
  void whoever_wants_none_has_none(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = launch(jdk, deployment).env("HOTUPDATE_CONTROL", "off").start()) {
      long pid = awaitAgent(service);
      assertThat(control(deployment).directory()).doesNotExist();
      assertThat(Processes.descriptors(pid).values()).noneMatch(unixListeners()::contains);
    }
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_CONTROL", control(deployment).directory().toString())
        .env("HOTUPDATE_PROBATION", "500ms")
        .env("HOTUPDATE_IDLE_TIMEOUT", "2s")
        .listen("127.0.0.1:" + Ports.free());
  }

  private static ControlClient control(Deployment deployment) {
    return new ControlClient(deployment.directory().resolve("control"));
  }

  private static long awaitAgent(ServerProcess service) {
    long pid = service.awaitStart();
    ServiceLog.fromTheBegin(service).await("updates it");
    return pid;
  }

  private static ControlClient.Line generation(List<ControlClient.Line> status) {
    return ControlClient.named("generation", status).get(0);
  }

  private static Set<String> files(ControlClient control) throws IOException {
    try (Stream<Path> files = Files.list(control.directory())) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** How a process's descriptor of this socket looks. */
  private static String socketLinks(long pid, Path path) {
    List<String> found =
        unixSockets().stream()
            .filter(words -> words.length > 7 && words[7].equals(path.toString()))
            .filter(ControlSocketIT::listens)
            .map(words -> "socket:[" + words[6] + "]")
            .toList();
    assertThat(found).as("pid=%d", pid).hasSize(1);
    return found.get(0);
  }

  private static Set<String> unixListeners() {
    return unixSockets().stream()
        .filter(ControlSocketIT::listens)
        .map(words -> "socket:[" + words[6] + "]")
        .collect(Collectors.toSet());
  }

  private static boolean listens(String[] words) {
    // __SO_ACCEPTCON in the flags; see proc_net_unix(5).
    return words[3].equals("00010000");
  }

  private static List<String[]> unixSockets() {
    try {
      return Files.readAllLines(Path.of("/proc/net/unix")).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
