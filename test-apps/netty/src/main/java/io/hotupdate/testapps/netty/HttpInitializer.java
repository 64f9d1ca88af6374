package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Http2;
import io.hotupdate.testapps.common.Identity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** What handles a new connection. */
final class HttpInitializer extends ChannelInitializer<Channel> {

  private final Identity identity;
  private final Optional<SslContext> encryption;

  HttpInitializer(Identity identity, Optional<SslContext> encryption) {
    this.identity = identity;
    this.encryption = encryption;
  }

  @Override
  protected void initChannel(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    encryption.ifPresent(context -> pipeline.addLast(context.newHandler(channel.alloc())));
    if (!Http2.chosen()) {
      pipeline.addLast(new HttpServerCodec());
      http1(pipeline);
    } else if (encryption.isPresent()) {
      pipeline.addLast(new Negotiated());
    } else {
      HttpServerCodec codec = new HttpServerCodec();
      pipeline
          .addLast(
              new CleartextHttp2ServerUpgradeHandler(
                  codec, new NoUpgrade(codec), new Http2Initializer(identity)))
          .addLast(new FirstRequest());
    }
  }

  private void http1(ChannelPipeline pipeline) {
    pipeline
        .addLast(new HttpServerExpectContinueHandler())
        .addLast(new HttpServerKeepAliveHandler())
        // Keeps back pipelined requests while one is being answered and nothing is to be read.
        .addLast(new FlowControlHandler())
        .addLast(new WebSocketServerProtocolHandler("/ws"))
        .addLast(new EchoSocket(identity))
        .addLast(new RequestHandler(identity));
  }

  /** Without the preface of HTTP/2, HTTP/1.1 is spoken. */
  private final class FirstRequest extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpMessage) {
        http1(context.pipeline());
        context.fireChannelRead(message);
        context.pipeline().remove(this);
      } else {
        context.fireChannelRead(message);
      }
    }
  }

  /** HTTP/2 in clear text is by prior knowledge only (RFC 9113, 3.3). */
  private static final class NoUpgrade extends HttpServerUpgradeHandler {

    NoUpgrade(HttpServerCodec codec) {
      super(codec, protocol -> null);
    }

    @Override
    protected boolean shouldHandleUpgradeRequest(HttpRequest request) {
      return false;
    }
  }

  /** Waits for what the TLS handshake says is spoken. */
  private final class Negotiated extends ApplicationProtocolNegotiationHandler {

    Negotiated() {
      super(ApplicationProtocolNames.HTTP_1_1);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        context.pipeline().addLast(new Http2Initializer(identity));
      } else {
        context.pipeline().addLast(new HttpServerCodec());
        http1(context.pipeline());
      }
    }
  }
}
