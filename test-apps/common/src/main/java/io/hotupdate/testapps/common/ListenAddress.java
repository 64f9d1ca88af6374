package io.hotupdate.testapps.common;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/** The command line: each argument is the address of one listener. */
public final class ListenAddress {

  private ListenAddress() {}

  /**
   * Reads the whole command line.
   *
   * @throws IllegalArgumentException when there is no argument, or one is not {@code HOST:PORT}
   */
  public static List<InetSocketAddress> parseAll(String[] args) {
    requireSome(args);
    return Arrays.stream(args).map(ListenAddress::parse).toList();
  }

  /** Throws {@link IllegalArgumentException} with the usage when there is no argument. */
  public static void requireSome(String[] args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("usage: java -jar <app>.jar HOST:PORT [HOST:PORT ...]");
    }
  }

  /**
   * Reads one {@code HOST:PORT}; the host {@code *} or {@code 0.0.0.0} is the wildcard address.
   *
   * @throws IllegalArgumentException when it has another form
   */
  public static InetSocketAddress parse(String argument) {
    int colon = argument.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + argument + "' is not HOST:PORT");
    }
    String host = argument.substring(0, colon);
    int port = Integer.parseInt(argument.substring(colon + 1));
    return host.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
