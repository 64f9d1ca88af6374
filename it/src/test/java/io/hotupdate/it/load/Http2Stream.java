package io.hotupdate.it.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One request and its response. Every end but that of the response is a loss. */
final class Http2Stream extends ChannelInboundHandlerAdapter {

  /** The request was not sent, because GOAWAY had come: it belongs on another connection. */
  static final class NotSent extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final CompletableFuture<Http2Response> response = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final BooleanSupplier goAway;
  private Http2Headers headers = new DefaultHttp2Headers();

  /**
   * @param goAway whether the connection has been told GOAWAY
   */
  Http2Stream(BooleanSupplier goAway) {
    this.goAway = goAway;
  }

  CompletableFuture<Http2Response> response() {
    return response;
  }

  /** Nothing of the request has left the client. */
  void notSent(Throwable cause) {
    response.completeExceptionally(
        goAway.getAsBoolean()
            ? new NotSent()
            : Trouble.of(cause, "send a request", Optional.empty()));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    try {
      if (message instanceof Http2HeadersFrame frame) {
        headers(frame);
      } else if (message instanceof Http2DataFrame frame) {
        frame.content().readBytes(body, frame.content().readableBytes());
        endIf(frame.isEndStream());
      } else if (message instanceof Http2ResetFrame frame) {
        lost(Outcome.RESET, "RST_STREAM with error " + frame.errorCode());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void headers(Http2HeadersFrame frame) {
    CharSequence status = frame.headers().status();
    if (status != null && status.charAt(0) != '1') {
      headers = frame.headers();
    }
    endIf(frame.isEndStream());
  }

  private void endIf(boolean last) {
    if (!last) {
      return;
    }
    if (headers.status() == null) {
      lost(Outcome.WRONG_BODY, "a response without a status");
    } else {
      response.complete(new Http2Response(headers, body.toByteArray()));
    }
  }

  /** RST_STREAM comes as an event where there is nothing left to read. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof Http2ResetFrame frame) {
      lost(Outcome.RESET, "RST_STREAM with error " + frame.errorCode());
    }
    super.userEventTriggered(context, event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    response.completeExceptionally(Trouble.of(cause, "a stream", Optional.empty()));
  }

  /** After the end of the response this changes nothing. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean begun = headers.status() != null;
    lost(
        begun ? Outcome.TRUNCATED : Outcome.EOF_BEFORE_RESPONSE,
        "the stream was closed"
            + (goAway.getAsBoolean() ? ", as GOAWAY said, or with the connection" : ""));
  }

  private void lost(Outcome outcome, String what) {
    response.completeExceptionally(Trouble.failure(outcome, what, Optional.empty()));
  }
}
