package io.hotupdate.it.load;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where requests go.
 *
 * @param address the server's address
 * @param timeout the longest wait for a connection, and for the next byte of a response
 * @param tls whether TLS is spoken there
 */
public record Target(InetSocketAddress address, Duration timeout, boolean tls) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  public Target {
    requireNonNull(address, "address is null");
    requireNonNull(timeout, "timeout is null");
  }

  /** Where clear text is spoken. */
  public Target(InetSocketAddress address, Duration timeout) {
    this(address, timeout, false);
  }

  /** The same address, where TLS is spoken. */
  public Target encrypted() {
    return new Target(address, timeout, true);
  }

  /** A port on the IPv4 loopback address, with a timeout of 60 seconds. */
  public static Target local(int port) {
    return new Target(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEFAULT_TIMEOUT);
  }

  int timeoutMillis() {
    return Math.toIntExact(timeout.toMillis());
  }
}
