package io.hotupdate.it.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;

/**
 * One connection with HTTP/2: by ALPN over TLS, else by prior knowledge. Once it has been told
 * GOAWAY it is not to be used for another request, and those under way go on (RFC 9113, 6.8).
 */
final class Http2Connection implements AutoCloseable {
  private static final EventLoopGroup LOOP =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("http2-client", true), NioIoHandler.newFactory());

  private final Channel channel;
  private final Told told;

  private Http2Connection(Channel channel, Told told) {
    this.channel = channel;
    this.told = told;
  }

  /** Connects, once. */
  static Http2Connection open(Target target) throws Failure {
    Told told = new Told();
    Bootstrap bootstrap =
        new Bootstrap()
            .group(LOOP)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, target.timeoutMillis())
            .handler(new Initializer(target, told));
    var connected = bootstrap.connect(target.address()).awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw Trouble.of(connected.cause(), "connect to " + target.address(), Optional.empty());
    }
    return new Http2Connection(connected.channel(), told);
  }

  /** Whether another request may be sent: there was no GOAWAY, and no end. */
  boolean usable() {
    return !told.goAway && channel.isActive();
  }

  /** Whether the server has said GOAWAY. */
  boolean told() {
    return told.goAway;
  }

  /** Sends a request. The answer comes in full, or a {@link Failure}. */
  CompletableFuture<Http2Response> send(Http2Request request) {
    Http2Stream stream = new Http2Stream(this::told);
    new Http2StreamChannelBootstrap(channel)
        .handler(stream)
        .open()
        .addListener(
            opened -> {
              if (opened.isSuccess()) {
                request.write((Channel) opened.getNow(), stream);
              } else {
                stream.notSent(opened.cause());
              }
            });
    return stream.response();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  /** What the server has said about the whole connection. */
  private static final class Told extends ChannelInboundHandlerAdapter {
    private volatile boolean goAway;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Http2GoAwayFrame) {
        goAway = true;
      }
      ReferenceCountUtil.release(message);
    }

    /** The streams are told of it too, each by the end of its channel. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close();
    }
  }

  private static final class Initializer extends ChannelInitializer<Channel> {
    private final Target target;
    private final Told told;

    Initializer(Target target, Told told) {
      this.target = target;
      this.told = told;
    }

    @Override
    protected void initChannel(Channel channel) throws SSLException {
      if (target.tls()) {
        channel.pipeline().addLast(encryption().newHandler(channel.alloc()));
      }
      channel
          .pipeline()
          .addLast(Http2FrameCodecBuilder.forClient().build())
          .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
          .addLast(told);
    }

    private static SslContext encryption() throws SSLException {
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2))
          .build();
    }
  }
}
