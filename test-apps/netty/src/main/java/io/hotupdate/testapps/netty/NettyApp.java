package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The routes on Netty, one listener per address. */
public final class NettyApp {

  private static final int BACKLOG = 1024;

  private NettyApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<InetSocketAddress> addresses = ListenAddress.parseAll(args);
    Identity identity = Identity.current();
    Transport transport = Transport.choose();
    EventLoopGroup acceptors = new MultiThreadIoEventLoopGroup(1, transport.handlers());
    EventLoopGroup workers = new MultiThreadIoEventLoopGroup(transport.handlers());
    try {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(acceptors, workers)
              .channel(transport.listener())
              .option(ChannelOption.SO_BACKLOG, BACKLOG)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(new HttpInitializer(identity));
      List<Channel> listeners = new ArrayList<>();
      for (InetSocketAddress address : addresses) {
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
