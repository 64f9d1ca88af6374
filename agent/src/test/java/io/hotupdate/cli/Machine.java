package io.hotupdate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine in a temporary directory, with processes, agents and somebody who runs the tool. */
final class Machine implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final Path root;
  private final List<FakeAgent> agents = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** The user who runs the test and to whom all files belong. */
  final int user;

  boolean onTerminal;
  boolean inColour;
  Charset charset = StandardCharsets.UTF_8;
  volatile Runnable atInterrupt = () -> {};

  Machine(Path root) throws IOException {
    this.root = root;
    this.user = (Integer) Files.getAttribute(root, "unix:uid");
  }

  /** What came of a command. */
  record Result(int exitCode, String out, String err) {}

  /** Runs the tool as the user of the test. */
  Result run(String... arguments) {
    return run(user, arguments);
  }

  /** Runs the tool as if by that user. */
  Result run(int uid, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, charset),
            new PrintStream(err, true, charset),
            onTerminal,
            inColour,
            charset);
    Interrupts interrupts =
        work -> {
          atInterrupt = work;
          return () -> atInterrupt = () -> {};
        };
    int status = new Tool("1.2.3", host(uid), terminal, () -> NOW, interrupts).run(arguments);
    return new Result(status, out.toString(charset), err.toString(charset));
  }

  Host host(int uid) {
    return new Host(Map.copyOf(environment), uid, root, root.resolve("var/tmp"));
  }

  void variable(String name, Path value) {
    environment.put(name, value.toString());
  }

  /** The directory in which an agent makes its socket where there is no XDG_RUNTIME_DIR. */
  Path shared() {
    return root.resolve("tmp/hotupdate-" + user);
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /** Makes a directory as an agent does. */
  static Path directory(Path path) throws IOException {
    Files.createDirectories(path);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
  }

  /** Starts a process of that user. */
  void process(long pid, int uid) throws IOException {
    Path directory = Files.createDirectories(root.resolve("proc/" + pid));
    Files.writeString(
        directory.resolve("status"), "Name:\tjava\nUid:\t" + uid + "\t0\t0\t0\nGid:\t0\t0\t0\t0\n");
  }

  /** Gives a process an environment of its own. */
  void environment(long pid, String... variables) throws IOException {
    Files.writeString(root.resolve("proc/" + pid + "/environ"), String.join("\0", variables));
  }

  /** Starts a server of the test's user whose agent is to be told what it says. */
  FakeAgent server(long pid) throws IOException {
    return server(pid, shared());
  }

  FakeAgent server(long pid, Path directory) throws IOException {
    process(pid, user);
    FakeAgent agent = FakeAgent.at(directory(directory).resolve(pid + ".sock"));
    agents.add(agent);
    return agent;
  }

  @Override
  public void close() throws IOException {
    for (FakeAgent agent : agents) {
      agent.close();
    }
  }
}
