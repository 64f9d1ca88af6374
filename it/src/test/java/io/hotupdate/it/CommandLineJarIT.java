package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code java -jar hotupdate.jar}: the tool as it is shipped, in a process of its own. */
class CommandLineJarIT {
  // The kernel gives none above 2^22, proc_sys_kernel(5): pid_max.
  private static final long NO_PROCESS = 4_194_305;
  private static final int KILLED_BY_SIGTERM = 128 + 15;
  private static final long SELF = ProcessHandle.current().pid();

  // Short, because the path of a unix socket has at most 107 bytes.
  @TempDir Path directory;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  private Command run(Jdk jdk, Map<String, String> environment, String... arguments)
      throws IOException {
    return Command.run(directory, environment, command(jdk, arguments));
  }

  private Command run(Jdk jdk, String... arguments) throws IOException {
    return run(jdk, Map.of("HOTUPDATE_CONTROL", control().toString()), arguments);
  }

  private static List<String> command(Jdk jdk, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(jdk.java().toString(), "-jar", Built.agent().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Path control() throws IOException {
    Path control = directory.resolve("control");
    return Files.isDirectory(control)
        ? control
        : Files.createDirectory(
            control,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_version_is_that_of_the_manifest(Jdk jdk) throws IOException {
    Command command = run(jdk, "--version");
    assertThat(command.status()).as(command.toString()).isZero();
    assertThat(command.stdout()).matches("hotupdate \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(command.stderr()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_help_names_the_commands_and_the_exit_codes(Jdk jdk) throws IOException {
    Command command = run(jdk, "--help");
    assertThat(command.status()).as(command.toString()).isZero();
    assertThat(command.stdout())
        .contains("list ", "status ", "update ", "rollback ", "Exit codes:", "Examples:");
    assertThat(command.stderr()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_process_that_does_not_exist_is_told_from_one_without_agent(Jdk jdk) throws IOException {
    Command none = run(jdk, "status", Long.toString(NO_PROCESS));
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.stdout()).isEmpty();
    assertThat(none.stderr()).isEqualTo("hotupdate: there is no process " + NO_PROCESS + "\n");

    Command withoutAgent = run(jdk, "update", Long.toString(SELF));
    assertThat(withoutAgent.status()).isEqualTo(2);
    assertThat(withoutAgent.stderr())
        .startsWith("hotupdate: process " + SELF + " has no control socket in " + control());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void wrong_usage_is_exit_code_2(Jdk jdk) throws IOException {
    Command command = run(jdk, "update", "--nonsense", Long.toString(SELF));
    assertThat(command.status()).isEqualTo(2);
    assertThat(command.stdout()).isEmpty();
    assertThat(command.stderr()).contains("--nonsense").doesNotContain("Exception");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void without_a_server_the_list_is_a_line(Jdk jdk) throws IOException {
    assertThat(run(jdk, "list")).isEqualTo(new Command(0, "no server runs with the agent\n", ""));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_agent_in_the_environment_of_the_operator_leaves_the_tool_alone(Jdk jdk)
      throws IOException {
    Command command =
        run(
            jdk,
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-javaagent:" + Built.agent(),
                // Would keep a server from starting.
                "HOTUPDATE_NONSENSE",
                "1"),
            "--version");
    assertThat(command.status()).as(command.toString()).isZero();
    assertThat(command.stdout()).startsWith("hotupdate ");
    assertThat(command.errorLines())
        .allMatch(line -> line.startsWith("Picked up JAVA_TOOL_OPTIONS"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_server_is_listed_asked_and_updated(Jdk jdk) throws IOException {
    String pid = Long.toString(SELF);
    String status =
        "generation number=2 pid=%s state=serving since=0 live=1 busy=0\nend\n".formatted(pid);
    try (Agent agent = new Agent(control(), status)) {
      assertThat(run(jdk, "list").stdout()).contains("PID ", pid, "serving", "1 (0 busy, 1 quiet)");
      assertThat(agent.request()).isEqualTo("status");
    }
    try (Agent agent = new Agent(control(), status)) {
      Command json = run(jdk, "status", "--json", "--stacks", pid);
      assertThat(json.status()).as(json.toString()).isZero();
      assertThat(json.stdout()).startsWith("{\n  \"pid\": " + pid + ",\n  \"generation\": 2,");
      assertThat(json.stderr()).isEmpty();
      assertThat(agent.request()).isEqualTo("status deep");
    }
    try (Agent agent =
        new Agent(
            control(), "begun\nbegan generation=3 pid=7\ntookover generation=3 pid=7 after=1\n")) {
      assertThat(run(jdk, "update", "--no-drain-wait", pid))
          .isEqualTo(
              new Command(
                  0,
                  """
                  starting generation 3, pid 7
                  serving: generation 3, pid 7
                  done: generation 3 serves, pid 7
                  """,
                  ""));
      assertThat(agent.request()).isEqualTo("update");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void who_stops_the_tool_is_told_that_the_update_goes_on(Jdk jdk) throws Exception {
    Path stdout = directory.resolve("stdout");
    Path stderr = directory.resolve("stderr");
    try (Agent agent = new Agent(control(), "begun\nbegan generation=3 pid=7\n")) {
      Process tool =
          new ProcessBuilder(
                  command(jdk, "--control", control().toString(), "update", Long.toString(SELF)))
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile())
              .start();
      try {
        await("the update to begin")
            .atMost(Duration.ofSeconds(60))
            .until(() -> Files.readString(stdout).contains("starting generation 3"));
        assertThat(agent.request()).isEqualTo("update");
        Signal.TERM.send(tool.pid());
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        tool.destroyForcibly();
      }
      assertThat(tool.exitValue()).isEqualTo(KILLED_BY_SIGTERM);
      assertThat(Files.readString(stderr))
          .isEqualTo(
              "hotupdate: interrupted; if the update has begun, it goes on, and status "
                  + SELF
                  + " shows how far it is\n");
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_server_loads_nothing_of_the_tool(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service =
        Launch.of(jdk, deployment)
            .listen("127.0.0.1:" + Ports.free())
            .jvm("-Xlog:class+load:file=classes-%p.txt")
            .start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      for (long pid : List.of(service.pid(), second)) {
        assertThat(Files.readString(deployment.directory().resolve("classes-" + pid + ".txt")))
            .contains("io.hotupdate.generation.Generation ")
            .doesNotContain("io.hotupdate.cli.", "picocli.", "com.google.gson.");
      }
    }
  }

  /** Answers one request in the name of this process, and keeps the connection open. */
  private static final class Agent implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel listener;
    private final CompletableFuture<Asked> asked;

    private record Asked(SocketChannel client, String request) {}

    Agent(Path directory, String answer) throws IOException {
      socket = directory.resolve(SELF + ".sock");
      listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(socket));
      asked = CompletableFuture.supplyAsync(() -> serve(answer));
    }

    private Asked serve(String answer) {
      try {
        SocketChannel client = listener.accept();
        String request =
            new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)).readLine();
        client.write(StandardCharsets.UTF_8.encode(answer));
        return new Asked(client, request);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String request() {
      return asked.join().request();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      Files.delete(socket);
      asked.join().client().close();
    }
  }
}
