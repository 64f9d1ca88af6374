package io.hotupdate.testapps.netty;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;

/**
 * How Netty talks to the kernel.
 *
 * @param handlers makes what an event loop waits with
 * @param listener the kind of channel that accepts connections
 */
record Transport(IoHandlerFactory handlers, Class<? extends ServerChannel> listener) {

  /**
   * Native epoll, or with {@code -Dtransport=io_uring} that one, where it is available, which it is
   * not with {@code -Dio.netty.transport.noNative=true}; NIO elsewhere, and with {@code
   * -Dtransport=nio}.
   */
  static Transport choose() {
    String wanted = System.getProperty("transport", "epoll");
    if (wanted.equals("io_uring") && IoUring.isAvailable()) {
      return new Transport(IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
    }
    return !wanted.equals("nio") && Epoll.isAvailable()
        ? new Transport(EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
        : new Transport(NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }
}
