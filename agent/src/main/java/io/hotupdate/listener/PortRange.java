package io.hotupdate.listener;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A range of ports.
 *
 * @param first the lowest port, 0 to 65535
 * @param last the highest port, 0 to 65535
 */
public record PortRange(int first, int last) {
  /**
   * The ports that the kernel chooses from.
   *
   * @param file usually {@code /proc/sys/net/ipv4/ip_local_port_range}, ip(7)
   */
  public static PortRange read(Path file) throws IOException {
    byte[] buffer = new byte[64];
    int count;
    // With one call: the files below /proc/sys end after the first read.
    try (InputStream stream = Files.newInputStream(file)) {
      count = stream.read(buffer);
    }
    String[] words =
        new String(buffer, 0, Math.max(count, 0), StandardCharsets.US_ASCII)
            .trim()
            .split("\\s+", -1);
    return new PortRange(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
  }

  /** Whether the port lies in the range. */
  public boolean contains(int port) {
    return first <= port && port <= last;
  }
}
