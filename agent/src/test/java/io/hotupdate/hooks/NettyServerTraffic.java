package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on Netty's native transport; run by {@link HooksInEachJdkTest}. */
@Timeout(30)
class NettyServerTraffic {
  private static final int LENGTH = 300_000;

  @TempDir Path directory;
  private final ByteArrayOutputStream expected = new ByteArrayOutputStream();

  @Test
  void buffers_of_each_kind_and_files_are_sent_in_order() throws Exception {
    List<Object> messages = new ArrayList<>();
    messages.add(sent(Unpooled.wrappedBuffer(Substitutions.bytes(LENGTH))));
    messages.add(sent(PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes(0))));
    CompositeByteBuf composite = PooledByteBufAllocator.DEFAULT.compositeBuffer(100);
    for (int i = 1; i < 60; i++) {
      ByteBuf part = i % 2 == 0 ? Unpooled.buffer() : Unpooled.directBuffer();
      composite.addComponent(true, part.writeBytes(bytes(i)));
    }
    messages.add(sent(composite));
    byte[] file = Substitutions.bytes(LENGTH + 1);
    expected.writeBytes(file);
    messages.add(
        new DefaultFileRegion(
            Files.write(directory.resolve("file"), file).toFile(), 0, file.length));
    // More than writev(2) takes at once.
    for (int i = 0; i < 1100; i++) {
      messages.add(sent(Unpooled.directBuffer().writeBytes(Substitutions.bytes(i % 90))));
    }
    try (Substitutions all = Substitutions.plain()) {
      assertThat(served(messages)).isEqualTo(expected.toByteArray());
      assertThat(all.only().bytesPassed()).isEqualTo(file.length);
      assertThat(all.only().timesPartly()).isPositive();
    }
  }

  private static byte[] bytes(int seed) {
    return Substitutions.bytes(3000 + seed);
  }

  private ByteBuf sent(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.getBytes(buffer.readerIndex(), bytes);
    expected.writeBytes(Substitution.of(bytes));
    return buffer;
  }

  /** What a client gets. It reads at once, so that the server must try again and again. */
  private static byte[] served(List<Object> messages) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Channel listener =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerSocketChannel.class)
            .childOption(ChannelOption.SO_SNDBUF, Peer.SMALL)
            .childHandler(new Server(messages))
            .bind(Peer.anyPort())
            .sync()
            .channel();
    try (Peer peer = new Peer(listener.localAddress(), Peer.SMALL)) {
      return peer.reads().get(20, TimeUnit.SECONDS);
    } finally {
      listener.close().sync();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  private static final class Server extends ChannelInboundHandlerAdapter {
    private final List<Object> messages;

    Server(List<Object> messages) {
      this.messages = messages;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      for (Object message : messages.subList(0, messages.size() - 1)) {
        context.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      }
      Object last = messages.get(messages.size() - 1);
      context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
