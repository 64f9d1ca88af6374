package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Identity;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** Sends back each text that comes by WebSocket, behind the words that say who it is. */
final class EchoSocket extends SimpleChannelInboundHandler<TextWebSocketFrame> {

  private final Identity identity;

  EchoSocket(Identity identity) {
    this.identity = identity;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame message) {
    context
        .writeAndFlush(new TextWebSocketFrame(identity + " " + message.text()))
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
