package io.hotupdate.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports. */
public final class Ports {
  private static final Path EPHEMERAL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 65_535;
  private static final int FEWEST = 1_000;
  private static final int ATTEMPTS = 10_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /**
   * A port that nobody uses on any address and that this JVM has not been given before. It is below
   * the range the kernel takes the ports of outgoing connections from, see ip(7), so that no client
   * takes it in the meantime; inside it only if there is no room below.
   */
  public static int free() {
    int end = endOfRange();
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + LOWEST + " to " + end);
  }

  private static int endOfRange() {
    int ephemeral = Integer.parseInt(readAtOnce(EPHEMERAL).split("\\s+", 2)[0]);
    return ephemeral >= LOWEST + FEWEST ? ephemeral : HIGHEST;
  }

  /** A file of /proc/sys has an end after the first read, which with Files.readString is a byte. */
  private static String readAtOnce(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[64];
      int n = in.read(buffer);
      return new String(buffer, 0, Math.max(0, n), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
