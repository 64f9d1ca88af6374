package io.hotupdate.testapps.netty;

import io.hotupdate.testapps.common.Identity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/** What handles a connection on which HTTP/2 is spoken: a channel per stream, as if HTTP/1.1. */
final class Http2Initializer extends ChannelInitializer<Channel> {

  private final Identity identity;

  Http2Initializer(Identity identity) {
    this.identity = identity;
  }

  @Override
  protected void initChannel(Channel channel) {
    channel
        .pipeline()
        .addLast(Http2FrameCodecBuilder.forServer().build())
        .addLast(new Http2MultiplexHandler(new StreamInitializer(identity)));
  }

  private static final class StreamInitializer extends ChannelInitializer<Channel> {

    private final Identity identity;

    StreamInitializer(Identity identity) {
      this.identity = identity;
    }

    @Override
    protected void initChannel(Channel stream) {
      stream
          .pipeline()
          .addLast(new Http2StreamFrameToHttpObjectCodec(true))
          .addLast(new RequestHandler(identity));
    }
  }
}
