package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.SpawnRequest;
import io.hotupdate.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How this process was started, so that a successor can be started in the same way. */
public final class Launch {
  private static final byte[] SELF = "/proc/self/exe".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DEFAULT_PATH = "/usr/bin:/bin".getBytes(StandardCharsets.US_ASCII);

  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Libc libc;
  private final List<byte[]> arguments;
  private final List<byte[]> environment;
  private final StartDirectory directory;

  /**
   * Remembers how this process was started.
   *
   * @param arguments argv, byte for byte
   * @param environment {@code NAME=value} entries, byte for byte
   * @param directory where
   */
  public Launch(
      Libc libc, List<byte[]> arguments, List<byte[]> environment, StartDirectory directory) {
    this.libc = libc;
    this.arguments = arguments;
    this.environment = environment;
    this.directory = directory.confirm(libc);
  }

  /** The same start once more, byte for byte, with what the successor inherits. */
  SpawnRequest again(Inherit inherit, int output, int error, List<Integer> fds) {
    Optional<byte[]> start = directory.current(libc);
    return new SpawnRequest(
        program(start),
        arguments,
        Environment.with(environment, Settings.INHERIT, inherit.variable()),
        start,
        output,
        error,
        fds);
  }

  /** Why a successor started in the same way could not come up; empty: nothing known. */
  Optional<String> obstacle() {
    Stream<byte[]> options =
        OPTION_VARIABLES.stream().flatMap(name -> Environment.value(environment, name).stream());
    return Stream.concat(arguments.stream(), options)
        .map(option -> new String(option, StandardCharsets.ISO_8859_1))
        .filter(option -> option.matches("(?s).*-(agentlib:jdwp|Xrunjdwp)\\S*server=y.*"))
        .findFirst()
        .map(
            option ->
                "the JVM listens for a debugger (jdwp, server=y) on a port that a second JVM could"
                    + " not open; start it without, or with server=n");
  }

  /**
   * argv[0] as a shell would find it, because the JDK may have been replaced; the running program
   * if that fails.
   */
  private byte[] program(Optional<byte[]> start) {
    for (byte[] candidate : candidates(arguments.get(0), start)) {
      if (libc.executable(candidate)) {
        return candidate;
      }
    }
    return SELF;
  }

  private List<byte[]> candidates(byte[] name, Optional<byte[]> start) {
    byte[] here = start.orElse(new byte[] {'.'});
    // Latin-1 keeps every byte.
    if (new String(name, StandardCharsets.ISO_8859_1).contains("/")) {
      return List.of(join(here, name));
    }
    byte[] path = Environment.value(environment, "PATH").orElse(DEFAULT_PATH);
    return Arrays.stream(new String(path, StandardCharsets.ISO_8859_1).split(":", -1))
        .map(entry -> entry.getBytes(StandardCharsets.ISO_8859_1))
        // An empty entry means the current directory.
        .map(entry -> join(here, entry.length == 0 ? name : join(entry, name)))
        .toList();
  }

  /** A path within a directory, unless it is absolute. */
  private static byte[] join(byte[] directory, byte[] path) {
    if (path.length > 0 && path[0] == '/') {
      return path;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(directory);
    joined.write('/');
    joined.writeBytes(path);
    return joined.toByteArray();
  }
}
