package io.hotupdate.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import org.junit.jupiter.api.Test;

/** What a Netty session is, by its context; the classes of both sides are the same. */
class NettySessionsTest {
  private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private final NettyServer netty = new NettyServer(new Members(type -> {}));

  @Test
  void the_session_of_a_client_is_known_from_that_of_a_server() throws Exception {
    assertThat(netty.serves(context(Http2FrameCodecBuilder.forClient().build()))).isFalse();
    assertThat(netty.serves(context(Http2FrameCodecBuilder.forServer().build()))).isTrue();
  }

  @Test
  void a_session_is_set_up_when_the_whole_preface_of_its_client_has_come() throws Exception {
    ChannelHandlerContext context = context(Http2FrameCodecBuilder.forServer().build());
    EmbeddedChannel channel = (EmbeddedChannel) context.channel();
    assertThat(netty.ready(context)).isFalse();

    channel.writeInbound(Http2CodecUtil.connectionPrefaceBuf());
    assertThat(netty.ready(context)).isFalse();

    channel.writeInbound(Unpooled.wrappedBuffer(NO_SETTINGS));
    assertThat(netty.ready(context)).isTrue();
    channel.finishAndReleaseAll();
  }

  private static ChannelHandlerContext context(Http2ConnectionHandler handler) {
    return new EmbeddedChannel(handler).pipeline().context(handler);
  }
}
