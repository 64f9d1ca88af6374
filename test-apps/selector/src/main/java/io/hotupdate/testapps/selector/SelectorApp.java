package io.hotupdate.testapps.selector;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;

/**
 * The routes on {@link ServerSocketChannel} and {@link java.nio.channels.Selector}; an argument
 * {@code unix:/path} is a listener on a unix domain socket.
 */
public final class SelectorApp {

  private static final int BACKLOG = 1024;
  private static final String UNIX_PREFIX = "unix:";

  private SelectorApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException {
    ListenAddress.requireSome(args);
    Identity identity = Identity.current();
    SelectorLoop loop = SelectorLoop.open(new Routes(identity));
    for (String argument : args) {
      loop.addListener(bind(argument));
    }
    new Thread(loop, "selector").start();
    identity.announce();
  }

  private static ServerSocketChannel bind(String argument) throws IOException {
    if (argument.startsWith(UNIX_PREFIX)) {
      return bindUnix(UnixDomainSocketAddress.of(argument.substring(UNIX_PREFIX.length())));
    }
    return bind(ServerSocketChannel.open(), ListenAddress.parse(argument));
  }

  private static ServerSocketChannel bindUnix(UnixDomainSocketAddress address) throws IOException {
    // A path that an earlier run left behind would make the bind fail: see unix(7).
    Files.deleteIfExists(address.getPath());
    return bind(ServerSocketChannel.open(StandardProtocolFamily.UNIX), address);
  }

  private static ServerSocketChannel bind(ServerSocketChannel channel, SocketAddress address)
      throws IOException {
    return channel.bind(address, BACKLOG);
  }
}
