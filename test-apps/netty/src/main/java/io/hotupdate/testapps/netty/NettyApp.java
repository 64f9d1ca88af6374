package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Tls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The routes on Netty, one listener per address. */
public final class NettyApp {

  private static final int BACKLOG = 1024;

  private NettyApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<InetSocketAddress> addresses = ListenAddress.parseAll(args);
    Identity identity = Identity.current();
    Optional<Tls> tls = Tls.chosen();
    Optional<SslContext> encryption =
        tls.isPresent() ? Optional.of(Encryption.with(tls.get())) : Optional.empty();
    Transport transport = Transport.choose();
    EventLoopGroup acceptors = new MultiThreadIoEventLoopGroup(1, transport.handlers());
    EventLoopGroup workers = new MultiThreadIoEventLoopGroup(transport.handlers());
    try {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(acceptors, workers)
              .channel(transport.listener())
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .childOption(ChannelOption.TCP_NODELAY, true);
      List<Channel> listeners = new ArrayList<>();
      for (InetSocketAddress address : addresses) {
        bootstrap.childHandler(
            new HttpInitializer(identity, listeners.isEmpty() ? encryption : Optional.empty()));
        listeners.add(bootstrap.bind(address).sync().channel());
      }
      identity.announce();
      for (Channel listener : listeners) {
        listener.closeFuture().sync();
      }
    } finally {
      acceptors.shutdownGracefully().syncUninterruptibly();
      workers.shutdownGracefully().syncUninterruptibly();
    }
  }
}
