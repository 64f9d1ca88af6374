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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Management tools see each generation, and who uses none does not notice. */
class JmxIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String REGISTERED = "registered io.hotupdate:type=Generation";
  private static final String MANAGER = "UsesManagement$Manager";

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  // ---- where JMX is used

  @ParameterizedTest
  @MethodSource("jdks")
  void a_tool_asks_for_an_update_and_is_told_how_it_ends(Jdk jdk) throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    int port = Ports.free();
    try (ServerProcess service = remote(jdk, deployment, port)) {
      long first = service.awaitStart();
      awaitError(service, REGISTERED);
      ObjectName bean = new ObjectName("io.hotupdate:type=Generation");
      List<Notification> told = new CopyOnWriteArrayList<>();
      try (JMXConnector connector = connect(port)) {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        assertThat(server.getAttribute(bean, "Generation")).isEqualTo(1);
        assertThat(server.getAttribute(bean, "Pid")).isEqualTo(first);
        assertThat(server.getAttribute(bean, "State")).isEqualTo("serving");
        assertThat((String[]) server.getAttribute(bean, "Listeners"))
            .contains("127.0.0.1:" + service.target().address().getPort());
        server.addNotificationListener(
            bean, (notification, handback) -> told.add(notification), null, null);

        deployment.deploy("2");
        assertThat((String) server.invoke(bean, "update", new Object[0], new String[0]))
            .startsWith("begun");
        await("the end of the update")
            .atMost(LONGEST)
            .until(() -> told.stream().anyMatch(n -> n.getType().equals("io.hotupdate.tookOver")));
        assertThat(told)
            .extracting(Notification::getType)
            .contains("io.hotupdate.updateBegan", "io.hotupdate.ready");
        assertThat(server.getAttribute(bean, "State")).isEqualTo("draining");
      }
      // Not asked here: a client's RMI keeps its connections to the predecessor and uses them
      // again.
      assertThat(service.awaitServing("2")).isNotEqualTo(first);
      awaitRegistered(service, 2);
    }
  }

  private static ServerProcess remote(Jdk jdk, Deployment deployment, int port) {
    return launch(jdk, deployment)
        .jvm(
            "-Dcom.sun.management.jmxremote.port=" + port,
            "-Dcom.sun.management.jmxremote.rmi.port=" + port,
            "-Dcom.sun.management.jmxremote.host=127.0.0.1",
            "-Djava.rmi.server.hostname=127.0.0.1",
            "-Dcom.sun.management.jmxremote.authenticate=false",
            "-Dcom.sun.management.jmxremote.ssl=false")
        .start();
  }

  @SuppressWarnings("BanJNDI") // The server is one that this test has started.
  private static JMXConnector connect(int port) throws IOException {
    return JMXConnectorFactory.connect(
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_bean_is_there_when_the_application_has_used_management_before_the_agent(Jdk jdk)
      throws Failure {
    expectBean(jdk, true);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_bean_comes_when_the_application_begins_to_use_management(Jdk jdk) throws Failure {
    expectBean(jdk, false);
  }

  private static void expectBean(Jdk jdk, boolean early) throws Failure {
    Deployment deployment = TinyApp.deploy(jdk, "UsesManagement");
    try (ServerProcess service = launch(jdk, deployment).jvm("-Dearly=" + early).start()) {
      service.awaitStart();
      awaitError(service, "updates it");
      if (early) {
        awaitError(service, REGISTERED);
      } else {
        assertThat(service.stderr()).doesNotContain(REGISTERED);
      }
      awaitState(service, "generation 1");
      LightLoad.update(service, deployment, service.pid(), "2");
      awaitState(service, "generation 2");
    }
  }

  private static void awaitState(ServerProcess service, String state) {
    await(state)
        .atMost(LONGEST)
        .until(() -> ServerProcess.get(service.target(), "/state").equals(state));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_bean_is_there_where_the_JVM_was_told_to_let_tools_in(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        launch(jdk, deployment).jvm("-Dcom.sun.management.jmxremote").start()) {
      service.awaitStart();
      awaitError(service, REGISTERED);
      LightLoad.update(service, deployment, service.pid(), "2");
      awaitRegistered(service, 2);
    }
  }

  // ---- log managers

  @ParameterizedTest
  @MethodSource("jdks")
  void a_log_manager_of_the_application_stays_in_use_with_management(Jdk jdk) throws Failure {
    Deployment deployment = TinyApp.deploy(jdk, "UsesManagement");
    try (ServerProcess service =
        launch(jdk, deployment).jvm("-Djava.util.logging.manager=" + MANAGER).start()) {
      service.awaitStart();
      awaitState(service, "generation 1");
      assertThat(ServerProcess.get(service.target(), "/manager")).isEqualTo(MANAGER);
      LightLoad.update(service, deployment, service.pid(), "2");
      awaitState(service, "generation 2");
      assertThat(ServerProcess.get(service.target(), "/manager")).isEqualTo(MANAGER);
      // What the JDK says, past any log, when it asks for the class too early to find it.
      assertThat(service.stderr()).doesNotContainIgnoringCase("logmanager");
    }
  }

  // ---- where it is not used

  @ParameterizedTest
  @MethodSource("jdks")
  void nothing_of_management_recordings_and_logging_is_loaded_where_nobody_uses_it(Jdk jdk) {
    Set<String> without;
    Deployment plain = Deployment.of(App.BLOCKING);
    try (ServerProcess service = launch(jdk, plain).jvm(classLog()).withoutAgent().start()) {
      without = loaded(plain, service.awaitStart());
    }
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = launch(jdk, deployment).jvm(classLog()).start()) {
      long first = service.awaitStart();
      awaitError(service, "updates it");
      long second = LightLoad.update(service, deployment, first, "2");
      awaitError(service, "draining");
      for (long pid : List.of(first, second)) {
        assertThat(loaded(deployment, pid)).isSubsetOf(without);
      }
    }
  }

  private static String classLog() {
    return "-Xlog:class+load:file=classes-%p.txt";
  }

  private static Set<String> loaded(Deployment deployment, long pid) {
    try (Stream<String> lines =
        Files.lines(deployment.directory().resolve("classes-" + pid + ".txt"))) {
      return lines
          .map(line -> line.replaceFirst("^(\\[[^]]*\\])+ ", "").replaceFirst(" source:.*", ""))
          .filter(
              name ->
                  name.matches(
                      "(java\\.util\\.logging|java\\.lang\\.management|javax\\.management"
                          + "|com\\.sun\\.jmx|com\\.sun\\.management|sun\\.management"
                          + "|sun\\.util\\.logging|jdk\\.jfr\\.internal|io\\.hotupdate\\.jmx)\\..*"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_runtime_without_management_and_flight_recorder_is_updated(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Path runtime = deployment.directory().resolve("runtime");
    Command linked =
        Command.run(
            deployment.directory(),
            Map.of(),
            List.of(
                jdk.home().resolve("bin/jlink").toString(),
                "--add-modules",
                "java.instrument,jdk.unsupported",
                "--output",
                runtime.toString()));
    assumeThat(linked.status()).as("this JDK links runtimes: %s", linked).isZero();
    try (ServerProcess service =
        launch(jdk, deployment).program(runtime.resolve("bin/java").toString()).start()) {
      service.awaitStart();
      awaitError(service, "updates it");
      LightLoad.update(service, deployment, service.pid(), "2");
      awaitError(service, "draining");
      assertThat(service.stderr()).doesNotContain("ERROR", "Error");
    }
  }

  private static void awaitRegistered(ServerProcess service, int generations) {
    await("a bean in each generation")
        .atMost(LONGEST)
        .until(
            () ->
                service.stderr().lines().filter(line -> line.contains(REGISTERED)).count()
                    == generations);
  }

  private static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_LOG", "debug")
        .listen("127.0.0.1:" + Ports.free());
  }

  private static void awaitError(ServerProcess service, String text) {
    await("stderr to say " + text).atMost(LONGEST).until(() -> service.stderr().contains(text));
  }
}
