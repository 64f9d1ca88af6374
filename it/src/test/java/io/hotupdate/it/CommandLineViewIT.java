package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.hotupdate.it.load.Connection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code list} and {@code status} of real servers, and how the tool finds them. */
class CommandLineViewIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int USAGE = 2;
  private static final Pattern DONE = Pattern.compile("^done: .* pid (\\d+)$", Pattern.MULTILINE);
  private static final String CONTROL = "HOTUPDATE_CONTROL";
  private static final String RUNTIME = "XDG_RUNTIME_DIR";
  // Relative, so neither the agent nor the tool takes them for a directory.
  private static final String NOT_SET = "";

  @TempDir Path runtime;

  static Stream<Jdk> oldest_jdk() {
    return Matrix.jdks().limit(1);
  }

  static Stream<Jdk> newest_jdk() {
    return Matrix.jdks().skip(Matrix.jdks().count() - 1);
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void the_list_has_a_row_for_each_generation_of_each_service(Jdk jdk) throws Exception {
    Deployment shop = Deployment.of(App.BLOCKING);
    Deployment search = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, shop);
    try (ServerProcess shopService = start(jdk, shop, shop);
        ServerProcess searchService = start(jdk, search, shop)) {
      long oldShop = awaitAgent(shopService);
      long searchPid = awaitAgent(searchService);
      try (Connection held = Connection.open(shopService.target())) {
        held.get("/?sleep=20");
        long newShop = update(operator, oldShop);

        List<String> rows = operator.expect(0, "list").stdout().lines().toList();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0)).startsWith("PID").contains("GENERATION", "STATE", "LISTENERS");
        assertThat(rowOf(oldShop, rows))
            .matches(
                oldShop
                    + " +1 +draining +.* "
                    + address(shopService)
                    + " +1 \\(1 busy, 0 quiet\\)");
        assertThat(rowOf(newShop, rows))
            .matches(newShop + " +2 +serving +.* " + address(shopService) + " +0 .*");
        assertThat(rowOf(searchPid, rows))
            .matches(searchPid + " +1 +serving +.* " + address(searchService) + " +0 .*");

        List<JsonObject> servers = objects(operator.expect(0, "list", "--json"));
        assertThat(servers)
            .extracting(
                server -> server.get("pid").getAsLong(),
                server -> server.get("state").getAsString())
            .containsExactlyInAnyOrder(
                tuple(oldShop, "draining"), tuple(newShop, "serving"), tuple(searchPid, "serving"));

        held.receive().expectAnswer();
      }
      shopService.awaitExit(oldShop, LONGEST);
      searchService.signal(Signal.TERM, searchPid);
      searchService.awaitExit(searchPid, LONGEST);
      shopService.signal(Signal.TERM, shopService.awaitServing("1"));
      await("the end of the shop").atMost(LONGEST).until(() -> shopService.running().isEmpty());
    }
    assertThat(Operator.control(shop)).isEmptyDirectory();
    assertThat(operator.expect(0, "list").stdout()).isEqualTo("no server runs with the agent\n");
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void the_status_of_one_that_drains_names_the_client_and_shows_what_is_done_for_it(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, deployment);
    try (ServerProcess service = start(jdk, deployment, deployment)) {
      long old = awaitAgent(service);
      // A thread that was in accept(2) when the hooks came sees the connection after the next.
      assertThat(ServerProcess.get(service.target(), "/")).isNotEmpty();
      try (Connection held = Connection.open(service.target())) {
        held.get("/?sleep=20");
        long successor = update(operator, old);

        String status = operator.expect(0, "status", old).stdout();
        assertThat(status)
            .startsWith("It waits for 1 ")
            .containsPattern("\npid +" + old + "\n")
            .containsPattern("\nstate +draining for \\d+s\n")
            .containsPattern("\nsuccessor +pid " + successor + "\n")
            .containsPattern(
                "\n127\\.0\\.0\\.1:\\d+ +"
                    + address(service)
                    + " +busy \\d+s +\\d+s +\\d+ B +0 B +\\S+")
            .containsPattern("\n    at java\\.(base\\S*/)?\\S*Thread\\.sleep")
            .containsPattern("\n    at io\\.hotupdate\\..*Routes\\.home\\(Routes.java:\\d+\\)\n");

        JsonObject json =
            JsonParser.parseString(operator.expect(0, "status", "--json", old).stdout())
                .getAsJsonObject();
        assertThat(json.get("successor").getAsLong()).isEqualTo(successor);
        JsonObject connection = json.getAsJsonArray("connections").get(0).getAsJsonObject();
        assertThat(connection.get("busy").getAsBoolean()).isTrue();
        assertThat(connection.get("stillMillis").getAsLong()).isBetween(0L, 60_000L);
        assertThat(connection.getAsJsonArray("stack").toString()).contains("Routes.home(");

        held.receive().expectAnswer();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("oldest_jdk")
  void a_server_without_agent_and_one_without_control_socket_are_told_apart(Jdk jdk) {
    Deployment plain = Deployment.of(App.BLOCKING);
    Deployment closed = Deployment.of(App.BLOCKING);
    Operator operator = Operator.of(jdk, plain).with(CONTROL, NOT_SET).with(RUNTIME, NOT_SET);
    try (ServerProcess withoutAgent = Operator.launch(jdk, plain).withoutAgent().start();
        ServerProcess off = Operator.launch(jdk, closed).env(CONTROL, "off").start()) {
      long pid = withoutAgent.awaitStart();
      assertThat(operator.expect(USAGE, "status", pid).stderr())
          .startsWith("hotupdate: process " + pid + " has no control socket in ")
          .contains("it runs without the agent");
      pid = awaitAgent(off);
      assertThat(operator.expect(USAGE, "update", pid).stderr())
          .isEqualTo(
              "hotupdate: process "
                  + pid
                  + " has no control socket: it was started with HOTUPDATE_CONTROL=off\n");
    }
  }

  @ParameterizedTest
  @MethodSource("newest_jdk")
  void a_server_is_found_where_it_looks_for_its_directory_and_the_tool_elsewhere(Jdk jdk) {
    Deployment deployment = Deployment.of(App.BLOCKING);
    Operator without = Operator.of(jdk, deployment).with(CONTROL, NOT_SET).with(RUNTIME, NOT_SET);
    Operator with = without.with(RUNTIME, runtime.toString());
    long pid;
    try (ServerProcess service =
        start(jdk, deployment).withoutEnv(CONTROL).withoutEnv(RUNTIME).start()) {
      pid = awaitAgent(service);
      assertThat(with.expect(0, "status", pid).stdout()).contains("serving for ");
      assertThat(with.expect(0, "list").stdout()).containsPattern("(?m)^" + pid + " ");
    }
    try (ServerProcess service =
        start(jdk, deployment).withoutEnv(CONTROL).env(RUNTIME, runtime.toString()).start()) {
      pid = awaitAgent(service);
      assertThat(runtime.resolve("hotupdate").resolve(pid + ".sock")).exists();
      assertThat(without.expect(0, "status", pid).stdout()).contains("serving for ");
      assertThat(update(without, pid)).isEqualTo(service.awaitServing("1"));
    }
  }

  private static Launch start(Jdk jdk, Deployment deployment) {
    return Operator.launch(jdk, deployment).env("HOTUPDATE_PROBATION", "1s");
  }

  /** Starts a service with its control sockets where those of another one are. */
  private static ServerProcess start(Jdk jdk, Deployment deployment, Deployment neighbour) {
    return start(jdk, deployment).env(CONTROL, Operator.control(neighbour).toString()).start();
  }

  private static long awaitAgent(ServerProcess service) {
    long pid = service.awaitStart();
    ServiceLog.fromTheBegin(service).await("kill -HUP " + pid + " updates it");
    return pid;
  }

  private static long update(Operator operator, long pid) {
    Command update = operator.expect(0, "update", "--no-drain-wait", pid);
    Matcher matcher = DONE.matcher(update.stdout());
    assertThat(matcher.find()).as(update.toString()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static String address(ServerProcess service) {
    return "127.0.0.1:" + service.target().address().getPort();
  }

  private static String rowOf(long pid, List<String> rows) {
    return rows.stream()
        .filter(row -> row.startsWith(pid + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row of " + pid + " in " + rows));
  }

  private static List<JsonObject> objects(Command command) {
    return JsonParser.parseString(command.stdout()).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}
