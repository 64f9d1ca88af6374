package io.hotupdate.testapps.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * How Netty talks to the kernel.
 *
 * @param handlers makes what an event loop waits with
 * @param listener the kind of channel that accepts connections
 */
record Transport(IoHandlerFactory handlers, Class<? extends ServerChannel> listener) {

  /**
   * Native epoll where it is available, which it is not with {@code
   * -Dio.netty.transport.noNative=true}; NIO elsewhere, and with {@code -Dtransport=nio}.
   */
  static Transport choose() {
    boolean nio = System.getProperty("transport", "").equals("nio");
    return !nio && Epoll.isAvailable()
        ? new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
        : new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }
}
