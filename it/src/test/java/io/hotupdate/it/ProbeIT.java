package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.it.load.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A successor is asked by itself, and by nobody else, before it is given a client. */
class ProbeIT {
  private static final String UNHEALTHY_MILLIS = "2500";
  private static final String FOR_EVER = "1000000";
  private static final Pattern STARTED = Pattern.compile("started pid (\\d+)");
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BRIEFLY = 100;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  /** Each way to accept once, on one JDK after the other. */
  static Stream<Arguments> every_server_once() {
    return Matrix.everyServerOnce();
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void no_client_is_given_to_a_version_that_is_not_healthy_yet_and_a_scanner_finds_no_way_to_it(
      Jdk jdk) throws Exception {
    int port = Ports.free();
    Deployment deployment = TinyApp.deploy(jdk, "Health");
    try (ServerProcess service =
        health(jdk, deployment, port, UNHEALTHY_MILLIS)
            .env("HOTUPDATE_PROBE", "http://:" + port + "/health")
            .start()) {
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.ofNewConnections(service)) {
        deployment.deploy("2");
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("update to generation 2 begins: started pid ");
        long successor = started(log.text());
        assertThat(scanUntilReady(log, successor, port)).as("stand-ins").isNotEmpty();
        load.awaitAnswerBy(successor);
        load.stopWithoutLoss();
        assertThat(load.tally().pids()).containsExactlyInAnyOrder(pid, successor);
      }
      assertThat(seen(service)).startsWith("clients too early: 0, warm-up: 0, ");
      assertThat(seen(service)).doesNotContain("probes: 0").doesNotContain("probes: 1,");
    }
  }

  private static long started(String log) {
    Matcher matcher = STARTED.matcher(log);
    assertThat(matcher.find()).as(log).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /**
   * Tries to connect to everything that the process listens at, but its real listener.
   *
   * @return the ports that gave no answer
   */
  private static Set<Integer> scanUntilReady(ServiceLog log, long pid, int realPort)
      throws IOException {
    Set<Integer> dropped = new HashSet<>();
    while (!log.text().contains("generation 2 is ready")) {
      assertThat(log.text()).doesNotContain("failed");
      for (int port : listening(pid)) {
        if (port != realPort && isDropped(port)) {
          dropped.add(port);
        }
      }
    }
    return dropped;
  }

  private static boolean isDropped(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BRIEFLY);
    } catch (SocketTimeoutException dropped) {
      return true;
    } catch (ConnectException closedMeanwhile) {
      return false;
    }
    throw new AssertionError("connected to port " + port);
  }

  private static Set<Integer> listening(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path fd : fds.toList()) {
        if (Files.isSymbolicLink(fd)) {
          sockets.add(Files.readSymbolicLink(fd).toString());
        }
      }
    } catch (IOException closedMeanwhile) {
      return Set.of();
    }
    Map<String, Integer> ports = TcpTable.listenerPorts();
    ports.keySet().retainAll(sockets);
    return Set.copyOf(ports.values());
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void a_version_that_never_gets_healthy_fails_the_update_with_its_answer_as_the_reason(Jdk jdk) {
    int port = Ports.free();
    Deployment deployment = TinyApp.deploy(jdk, "Health");
    try (ServerProcess service =
        health(jdk, deployment, port, FOR_EVER)
            .env("HOTUPDATE_PROBE", "http://:" + port + "/health")
            .env("HOTUPDATE_READY_TIMEOUT", "20s")
            .start()) {
      long pid = service.awaitStart();
      try (SteadyLoad load = SteadyLoad.ofNewConnections(service)) {
        deployment.deploy("2");
        ServiceLog log = ServiceLog.fromNowOn(service);
        service.hup(pid);
        log.await("generation 1 goes on serving");
        assertThat(log.text())
            .contains(
                "it was not ready within 20.0 s: the probe http://localhost:"
                    + port
                    + "/health was answered 503");
        load.awaitMore();
        load.stopWithoutLoss();
        assertThat(load.tally().pids()).containsExactly(pid);
      }
      assertThat(service.running()).containsExactly(pid);
    }
  }

  @Test
  void a_probe_of_a_port_where_nothing_listens_fails_the_update_and_says_which_there_are() {
    int port = Ports.free();
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        Launch.of(Jdks.newest(), deployment)
            .listen("0.0.0.0:" + port)
            .env("HOTUPDATE_PROBE", "http://:1/")
            .env("HOTUPDATE_READY_TIMEOUT", "20s")
            .start()) {
      long pid = service.awaitStart();
      ServiceLog log = ServiceLog.fromNowOn(service);
      service.hup(pid);
      log.await("generation 1 goes on serving");
      assertThat(log.text())
          .contains(
              "20.0 s: the probe http://localhost:1/: no listener on port 1; there are *:" + port);
    }
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void by_tls_with_a_certificate_of_its_own(Jdk jdk) throws Exception {
    int port = Ports.free();
    int tls = Ports.free();
    Deployment deployment = TinyApp.deploy(jdk, "Health");
    Path keys = deployment.directory().resolve("keys.p12");
    Command keytool =
        Command.run(
            deployment.directory(),
            Map.of(),
            List.of(
                jdk.home().resolve("bin/keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keys.toString()));
    assertThat(keytool.status()).as(keytool.toString()).isZero();
    try (ServerProcess service =
        health(jdk, deployment, port, "500")
            .jvm("-Dtls=" + tls, "-Dkeystore=" + keys)
            .env("HOTUPDATE_PROBE", "https://:" + tls + "/health")
            .env("HOTUPDATE_WARMUP", "20 https://:" + tls + "/ http://:" + port + "/")
            .start()) {
      long pid = service.awaitStart();
      LightLoad.update(service, deployment, pid, "2");
      assertThat(seen(service)).startsWith("clients too early: 0, warm-up: 20, after clients: 0");
      assertThat(service.stderr()).contains("warm-up: 20 requests in ");
    }
  }

  @ParameterizedTest(name = "{1} on {0}")
  @MethodSource("every_server_once")
  void a_warm_up_is_answered_by_every_server(Jdk jdk, App app) {
    int port = Ports.free();
    Deployment deployment = Deployment.of(app);
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .listen("0.0.0.0:" + port)
            .env("HOTUPDATE_PROBE", "http://:" + port + "/")
            .env("HOTUPDATE_WARMUP", "300 http://:" + port + "/ /download?bytes=100000&seconds=0")
            .start()) {
      long pid = service.awaitStart();
      LightLoad.update(service, deployment, pid, "2");
      assertThat(service.stderr())
          .containsPattern("warm-up: 300 requests in [\\d.]+ m?s, 0 not answered with success\\R");
    }
  }

  @ParameterizedTest(name = "on {0}")
  @MethodSource("jdks")
  void a_successor_has_been_given_its_whole_warm_up_before_the_first_client(Jdk jdk)
      throws Exception {
    int port = Ports.free();
    Deployment deployment = TinyApp.deploy(jdk, "Health");
    try (ServerProcess service =
        health(jdk, deployment, port, "0")
            .env("HOTUPDATE_WARMUP", "500 http://:" + port + "/ /health")
            .start()) {
      long pid = service.awaitStart();
      LightLoad.update(service, deployment, pid, "2");
      assertThat(seen(service))
          .isEqualTo("clients too early: 0, warm-up: 500, after clients: 0, probes: 0");
    }
  }

  @Test
  void the_applications_logging_is_left_alone() throws IOException {
    int port = Ports.free();
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path classes = deployment.directory().resolve("classes-%p");
    try (ServerProcess service =
        Launch.of(Jdks.newest(), deployment)
            .listen("0.0.0.0:" + port)
            .env("HOTUPDATE_PROBE", "http://:" + port + "/")
            .env("HOTUPDATE_WARMUP", "10 http://:" + port + "/")
            .jvm("-Xlog:class+load:file=" + classes)
            .start()) {
      long pid = service.awaitStart();
      long successor = LightLoad.update(service, deployment, pid, "2");
      String loaded = Files.readString(deployment.directory().resolve("classes-" + successor));
      assertThat(loaded).contains("io.hotupdate.probe.WarmUp ");
      assertThat(loaded.lines())
          .noneMatch(line -> line.contains("java.util.logging.LogManager "))
          .noneMatch(line -> line.contains("sun.net.www.protocol.http.HttpURLConnection "))
          .noneMatch(line -> line.contains("java.net.ProxySelector "));
    }
  }

  /** What the new generation has seen; until the drain has begun the old one may answer as well. */
  private static String seen(ServerProcess service) throws Failure {
    ServiceLog.fromTheBegin(service).await("draining: ");
    return ServerProcess.get(service.target(), "/seen");
  }

  private static Launch health(Jdk jdk, Deployment deployment, int port, String unhealthyMillis) {
    return Launch.of(jdk, deployment)
        .listen("127.0.0.1:" + port)
        .jvm("-Dunhealthy=" + unhealthyMillis);
  }
}
