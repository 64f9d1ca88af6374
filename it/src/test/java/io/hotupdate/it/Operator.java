package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Somebody who calls the command line, or a script that does.
 *
 * @param jdk what the tool runs on
 * @param directory the working directory
 * @param environment what differs in the environment from that of this JVM
 */
record Operator(Jdk jdk, Path directory, Map<String, String> environment) {
  private static final String CONTROL = "HOTUPDATE_CONTROL";

  /** One who looks for servers in one directory only, where those of other tests are not. */
  static Operator of(Jdk jdk, Deployment deployment) {
    return new Operator(
        jdk, deployment.directory(), Map.of(CONTROL, control(deployment).toString()));
  }

  /** The same service as {@link #of} looks for: how its server is started. */
  static Launch launch(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env(CONTROL, control(deployment).toString())
        .listen("127.0.0.1:" + Ports.free());
  }

  /** The directory of the control sockets of a service. */
  static Path control(Deployment deployment) {
    return deployment.directory().resolve("control");
  }

  /** The same one with a variable set, or with another value of it. */
  Operator with(String variable, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(variable, value);
    return new Operator(jdk, directory, changed);
  }

  /** Runs the tool to its end; each word is an argument. */
  Command run(Object... words) {
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    return HotUpdateTool.run(jdk, directory, environment, arguments);
  }

  /** Starts the tool, and goes on with something else. */
  CompletableFuture<Command> begin(Object... words) {
    // The common pool has one thread on a small machine, and two tools are to run at once.
    return CompletableFuture.supplyAsync(
        () -> run(words), task -> new Thread(task, "operator").start());
  }

  /** Runs the tool, which must end with this status; what it wrote is in the error if not. */
  Command expect(int status, Object... words) {
    return ended(status, run(words));
  }

  /** Checks how the tool ended. */
  static Command ended(int status, Command command) {
    assertThat(command.status())
        .as("stdout:%n%s%nstderr:%n%s", command.stdout(), command.stderr())
        .isEqualTo(status);
    return command;
  }
}
