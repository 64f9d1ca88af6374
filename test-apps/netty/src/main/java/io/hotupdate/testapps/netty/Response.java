package io.hotupdate.testapps.netty;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hotupdate.testapps.common.Identity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The answer to one request, signed by this process. */
record Response(ChannelHandlerContext context, Identity identity) {

  Channel channel() {
    return context.channel();
  }

  /** The route that says who answers, after a pause. */
  Route home(Duration pause) {
    return pause.isZero() ? () -> text(identity + "\n") : () -> sayWhoAfter(pause);
  }

  private void sayWhoAfter(Duration pause) {
    read(false);
    after(
        pause,
        () -> {
          text(identity + "\n");
          read(true);
        });
  }

  void after(Duration pause, Runnable action) {
    context
        .executor()
        .schedule(action, pause.toNanos(), TimeUnit.NANOSECONDS)
        .addListener(
            done -> {
              if (done.cause() != null) {
                context.fireExceptionCaught(done.cause());
              }
            });
  }

  /** Whether to read what the client sends next. */
  void read(boolean wanted) {
    channel().config().setAutoRead(wanted);
  }

  void text(String text) {
    full(OK, Unpooled.copiedBuffer(text, US_ASCII));
  }

  void empty(HttpResponseStatus status) {
    full(status, Unpooled.EMPTY_BUFFER);
  }

  private void full(HttpResponseStatus status, ByteBuf body) {
    DefaultFullHttpResponse response = new DefaultFullHttpResponse(HTTP_1_1, status, body);
    sign(response.headers());
    HttpUtil.setContentLength(response, body.readableBytes());
    send(response);
  }

  void start(long length) {
    HttpResponse response = new DefaultHttpResponse(HTTP_1_1, OK);
    HttpUtil.setContentLength(response, length);
    start(response);
  }

  void startChunked() {
    HttpResponse response = new DefaultHttpResponse(HTTP_1_1, OK);
    HttpUtil.setTransferEncodingChunked(response, true);
    start(response);
  }

  private void start(HttpResponse response) {
    sign(response.headers());
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream");
    send(response);
  }

  void write(ByteBuf piece) {
    send(new DefaultHttpContent(piece));
  }

  void end() {
    send(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private void send(HttpObject part) {
    context.writeAndFlush(part).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private void sign(HttpHeaders headers) {
    headers.set("X-Pid", Long.toString(identity.pid())).set("X-Version", identity.version());
  }
}
