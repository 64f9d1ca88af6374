package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.SpawnRequest;
import io.hotupdate.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How this process was started, so that a successor can be started in the same way. */
public final class Launch {
  private static final byte[] SELF = "/proc/self/exe".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DEFAULT_PATH = "/usr/bin:/bin".getBytes(StandardCharsets.US_ASCII);

  private final Libc libc;
  private final List<byte[]> arguments;
  private final List<byte[]> environment;
  private final StartDirectory directory;

  /** Reads how this process was started. */
  public Launch(Libc libc, Proc proc) throws IOException {
    this.libc = libc;
    this.arguments = proc.arguments();
    this.environment = proc.environment();
    this.directory = new StartDirectory(libc, environment);
  }

  /** The same start once more, byte for byte, with what the successor inherits. */
  SpawnRequest again(Inherit inherit, int output, int error, List<Integer> fds) {
    Optional<byte[]> start = directory.current();
    return new SpawnRequest(
        program(start),
        arguments,
        Environment.with(environment, Settings.INHERIT, inherit.variable()),
        start,
        output,
        error,
        fds);
  }

  /** Why a successor started with the same arguments could not come up; empty: nothing known. */
  Optional<String> obstacle() {
    for (byte[] argument : arguments) {
      if (new String(argument, StandardCharsets.ISO_8859_1)
          .matches("-(agentlib:jdwp|Xrunjdwp).*server=y.*")) {
        return Optional.of(
            "the JVM listens for a debugger (jdwp, server=y) on a port that a second JVM could not"
                + " open; start it without, or with server=n");
      }
    }
    return Optional.empty();
  }

  /**
   * argv[0] as a shell would find it, because the JDK may have been replaced; the running program
   * if that fails.
   */
  private byte[] program(Optional<byte[]> start) {
    byte[] name = arguments.get(0);
    for (byte[] prefix : prefixes(name, start)) {
      byte[] candidate = join(prefix, name);
      if (libc.executable(candidate)) {
        return candidate;
      }
    }
    return SELF;
  }

  private List<byte[]> prefixes(byte[] name, Optional<byte[]> start) {
    if (name[0] == '/') {
      return List.of(new byte[0]);
    }
    for (byte letter : name) {
      if (letter == '/') {
        return start
            .map(directory -> List.of(join(directory, new byte[0])))
            .orElse(List.of(new byte[0]));
      }
    }
    byte[] path = Environment.value(environment, "PATH").orElse(DEFAULT_PATH);
    // Latin-1 keeps every byte.
    return Arrays.stream(new String(path, StandardCharsets.ISO_8859_1).split(":"))
        .map(entry -> (entry + "/").getBytes(StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static byte[] join(byte[] prefix, byte[] name) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(prefix);
    if (prefix.length > 0 && prefix[prefix.length - 1] != '/') {
      joined.write('/');
    }
    joined.writeBytes(name);
    return joined.toByteArray();
  }
}
