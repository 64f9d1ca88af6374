package io.hotupdate.testapps.failing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** A version that listens on every address and answers nobody. */
public final class BindsAndNeverAccepts {

  private BindsAndNeverAccepts() {}

  /** Binds the {@code HOST:PORT} arguments and sleeps until the process is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<ServerSocket> listeners = new ArrayList<>();
    for (String argument : args) {
      ServerSocket listener = new ServerSocket();
      listener.bind(address(argument));
      listeners.add(listener);
    }
    System.err.println("bound " + listeners);
    Thread.sleep(Long.MAX_VALUE);
  }

  private static InetSocketAddress address(String argument) {
    int colon = argument.lastIndexOf(':');
    String host = argument.substring(0, colon);
    int port = Integer.parseInt(argument.substring(colon + 1));
    return host.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }
}
