package io.hotupdate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine, as far as the tool looks at it; tests have one of their own.
 *
 * @param environment the variables of the tool's process
 * @param uid the user who runs the tool, getuid(2)
 * @param root the directory that holds {@code proc}, {@code run} and {@code tmp}
 * @param temporary the JVM's directory for temporary files
 */
record Host(Map<String, String> environment, int uid, Path root, Path temporary) {
  private static final Pattern USERS = Pattern.compile("Uid:\\s+([0-9]{1,10})\\s.*");
  private static final Pattern NUL = Pattern.compile("\0");
  private static final int ROOT_USER = 0;

  static Host ofThisProcess() {
    Path root = Path.of("/");
    int uid =
        user(root, "self")
            .orElseThrow(() -> new IllegalStateException("cannot read /proc/self/status"));
    return new Host(System.getenv(), uid, root, Path.of(System.getProperty("java.io.tmpdir")));
  }

  boolean isRoot() {
    return uid == ROOT_USER;
  }

  /** The user of a process; empty if there is no such process, or this user may not see it. */
  OptionalInt userOf(long pid) {
    return user(root, Long.toString(pid));
  }

  /** A variable with which a process was started; empty if it has none or must not be looked at. */
  Optional<String> variableOf(long pid, String name) {
    byte[] variables;
    try {
      variables = Files.readAllBytes(process(root, Long.toString(pid)).resolve("environ"));
    } catch (IOException e) {
      // EACCES: it is somebody else's. ESRCH: it is gone.
      return Optional.empty();
    }
    return NUL.splitAsStream(new String(variables, StandardCharsets.UTF_8))
        .filter(variable -> variable.startsWith(name + "="))
        .map(variable -> variable.substring(name.length() + 1))
        .findFirst();
  }

  private static Path process(Path root, String process) {
    return root.resolve("proc").resolve(process);
  }

  /**
   * The real user, proc_pid_status(5). The owner of the directory in /proc would be root where the
   * program has file capabilities.
   */
  private static OptionalInt user(Path root, String process) {
    List<String> lines;
    try {
      lines = Files.readAllLines(process(root, process).resolve("status"));
    } catch (IOException e) {
      // ENOENT or ESRCH: whichever step of the way it ended on, it is gone.
      return OptionalInt.empty();
    }
    return lines.stream()
        .map(USERS::matcher)
        .filter(Matcher::matches)
        .mapToInt(real -> Integer.parseUnsignedInt(real.group(1)))
        .findFirst();
  }
}
