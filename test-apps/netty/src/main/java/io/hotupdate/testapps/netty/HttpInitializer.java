package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Identity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.flow.FlowControlHandler;

/** What handles a new connection. */
final class HttpInitializer extends ChannelInitializer<Channel> {

  private final Identity identity;

  HttpInitializer(Identity identity) {
    this.identity = identity;
  }

  @Override
  protected void initChannel(Channel channel) {
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpServerExpectContinueHandler())
        .addLast(new HttpServerKeepAliveHandler())
        // Keeps back pipelined requests while one is being answered and nothing is to be read.
        .addLast(new FlowControlHandler())
        .addLast(new RequestHandler(identity));
  }
}
