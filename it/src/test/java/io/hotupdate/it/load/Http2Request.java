package io.hotupdate.it.load;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.ssl.SslHandler;

/** A request of HTTP/2. */
final class Http2Request {
  private final String method;
  private final String pathAndQuery;
  private final byte[] body;

  private Http2Request(String method, String pathAndQuery, byte[] body) {
    this.method = method;
    this.pathAndQuery = pathAndQuery;
    this.body = body;
  }

  static Http2Request get(String pathAndQuery) {
    return new Http2Request("GET", pathAndQuery, new byte[0]);
  }

  static Http2Request post(String path, byte[] body) {
    return new Http2Request("POST", path, body);
  }

  /** Writes it to a new stream; what goes wrong is told to the stream. */
  void write(Channel channel, Http2Stream stream) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method(method)
            .path(pathAndQuery)
            .scheme(channel.parent().pipeline().get(SslHandler.class) == null ? "http" : "https")
            .authority("localhost");
    boolean headersOnly = body.length == 0;
    if (!headersOnly) {
      headers.setInt("content-length", body.length);
    }
    var written = channel.write(new DefaultHttp2HeadersFrame(headers, headersOnly));
    written.addListener(
        done -> {
          if (!done.isSuccess()) {
            stream.notSent(done.cause());
          }
        });
    if (!headersOnly) {
      var unused = channel.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
    }
    channel.flush();
  }
}
