package io.hotupdate.generation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An environment as bytes. A round trip through {@code String} would destroy what is not ASCII
 * where the locale says {@code C}.
 */
final class Environment {
  private Environment() {}

  /** The value of a variable, byte for byte. */
  static Optional<byte[]> value(List<byte[]> environment, String name) {
    byte[] prefix = prefix(name);
    return environment.stream()
        .filter(entry -> startsWith(entry, prefix))
        .findFirst()
        .map(entry -> Arrays.copyOfRange(entry, prefix.length, entry.length));
  }

  /** The same environment with one variable set to an ASCII value. */
  static List<byte[]> with(List<byte[]> environment, String name, String value) {
    byte[] prefix = prefix(name);
    List<byte[]> changed = new ArrayList<>(environment);
    changed.removeIf(entry -> startsWith(entry, prefix));
    changed.add((name + "=" + value).getBytes(StandardCharsets.US_ASCII));
    return changed;
  }

  private static byte[] prefix(String name) {
    return (name + "=").getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] entry, byte[] prefix) {
    return entry.length >= prefix.length
        && Arrays.equals(entry, 0, prefix.length, prefix, 0, prefix.length);
  }
}
