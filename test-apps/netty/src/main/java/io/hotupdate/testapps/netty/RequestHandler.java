package io.hotupdate.testapps.netty;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Query;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;

/** Gives the requests of a connection to their routes. */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

  private final Identity identity;
  private Route route = () -> {};

  RequestHandler(Identity identity) {
    this.identity = identity;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      route = () -> {};
      new Response(context, identity).empty(BAD_REQUEST);
      close(context);
      return;
    }
    if (message instanceof HttpRequest request) {
      route = route(request, new Response(context, identity));
    }
    if (message instanceof HttpContent content) {
      route.piece(content.content());
    }
    if (message instanceof LastHttpContent) {
      route.end();
    }
  }

  private static Route route(HttpRequest request, Response response) {
    String[] target = request.uri().split("\\?", 2);
    try {
      Query query = Query.parse(target.length == 2 ? target[1] : "");
      return switch (request.method() + " " + target[0]) {
        case "GET /" -> response.home(query.seconds("sleep"));
        case "GET /download" ->
            new Download(
                response,
                query.count("bytes"),
                query.seconds("seconds"),
                query.text("chunked").isPresent());
        case "POST /upload" -> new Upload(response);
        case "POST /echo" -> new Echo(response);
        default -> () -> response.empty(NOT_FOUND);
      };
    } catch (IllegalArgumentException wrongParameter) {
      return () -> response.empty(BAD_REQUEST);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    route.writabilityChanged();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    System.err.println("connection " + context.channel() + " ended early: " + cause);
    close(context);
  }

  private static void close(ChannelHandlerContext context) {
    // A connection that cannot be closed is closed already.
    var unused = context.close();
  }
}
