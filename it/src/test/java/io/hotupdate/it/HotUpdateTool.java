package io.hotupdate.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line of the agent's jar, as a user calls it. */
final class HotUpdateTool {
  private HotUpdateTool() {}

  /** Runs {@code java -jar hotupdate.jar ARGUMENTS} to its end, within a minute. */
  static Command run(Jdk jdk, Path directory, String... arguments) {
    return run(jdk, directory, Map.of(), arguments);
  }

  /** The same with an addition to the environment, which else is that of this JVM. */
  static Command run(
      Jdk jdk, Path directory, Map<String, String> environment, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(jdk.java().toString(), "-jar", Built.agent().toString()));
    command.addAll(List.of(arguments));
    return Command.run(directory, environment, command);
  }
}
