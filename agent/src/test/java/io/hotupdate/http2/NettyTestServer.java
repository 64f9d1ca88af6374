package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Netty with a channel for each stream. */
final class NettyTestServer implements TestServer {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CountDownLatch held = new CountDownLatch(1);
  private final List<Channel> connections = new CopyOnWriteArrayList<>();
  private final Channel listener;

  NettyTestServer() throws InterruptedException {
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connections.add(connection);
                    connection
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(new Stream()));
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .sync()
            .channel();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public Collection<Object> sessions() {
    Collection<Object> sessions = new ArrayList<>();
    for (Channel connection : connections) {
      ChannelHandlerContext context = connection.pipeline().context(Http2ConnectionHandler.class);
      if (context != null) {
        sessions.add(context);
      }
    }
    return sessions;
  }

  @Override
  public CountDownLatch held() {
    return held;
  }

  @Override
  public void stop() throws InterruptedException {
    listener.close().sync();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  /** Answers one request. */
  @ChannelHandler.Sharable
  private final class Stream extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2HeadersFrame headers) {
        begin(context, headers);
      } else if (message instanceof Http2DataFrame data) {
        if (data.content().isReadable() || data.isEndStream()) {
          send(context, new DefaultHttp2DataFrame(data.content(), data.isEndStream()));
        }
      }
    }

    private void begin(ChannelHandlerContext context, Http2HeadersFrame request) {
      send(context, new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("200")));
      if (request.headers().path().toString().equals("/held")) {
        send(context, new DefaultHttp2DataFrame(text("be")));
        Thread waiting =
            new Thread(
                () -> {
                  try {
                    held.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  send(context, new DefaultHttp2DataFrame(text("gun"), true));
                });
        waiting.start();
        context.pipeline().remove(this);
      }
    }
  }

  // A client that does not get it finds that out.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(ChannelHandlerContext context, Object frame) {
    context.writeAndFlush(frame);
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
