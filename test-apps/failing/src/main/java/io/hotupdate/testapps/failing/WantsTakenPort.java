package io.hotupdate.testapps.failing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A version that needs, before its listeners, a port of 127.0.0.1 that another process has. Which
 * one is in the system property {@code taken.port}, else in the resource {@code taken-port.txt}.
 */
public final class WantsTakenPort {

  private static final String PROPERTY = "taken.port";
  private static final String RESOURCE = "/taken-port.txt";

  private WantsTakenPort() {}

  /** Dies of the {@link java.net.BindException}; if the port is free after all, exits with 0. */
  public static void main(String[] args) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (ServerSocket listener = new ServerSocket()) {
      listener.bind(new InetSocketAddress(loopback, takenPort()));
      System.err.println("port " + listener.getLocalPort() + " was free");
    }
  }

  private static int takenPort() throws IOException {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return Integer.parseInt(property);
    }
    try (InputStream in = WantsTakenPort.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("neither " + PROPERTY + " nor " + RESOURCE + " is set");
      }
      return Integer.parseInt(new String(in.readAllBytes(), UTF_8).strip());
    }
  }
}
