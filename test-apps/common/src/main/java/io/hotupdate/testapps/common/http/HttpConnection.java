package io.hotupdate.testapps.common.http;

import io.hotupdate.testapps.common.Routes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.Map;
import java.util.Optional;

/** The server's side of HTTP/1.1 on a pair of streams. Used by one thread at a time. */
public final class HttpConnection {

  private static final RequestHead UNREADABLE =
      new RequestHead("GET", "/", "HTTP/1.1", Map.of("connection", "close"));

  private final InputStream in;
  private final OutputStream out;
  private final Routes routes;

  /** Serves the routes on the streams of a connection; whoever opened it closes it. */
  public HttpConnection(InputStream in, OutputStream out, Routes routes) {
    this.in = new BufferedInputStream(in);
    this.out = new BufferedOutputStream(out);
    this.routes = routes;
  }

  /**
   * Waits for the next request and answers it.
   *
   * @return whether another request can follow; otherwise the connection is to be closed
   * @throws IOException when the client went away in the middle of a request or a response
   */
  public boolean serveNext() throws IOException {
    StreamExchange exchange;
    try {
      Optional<RequestHead> head = RequestHead.read(in);
      if (head.isEmpty()) {
        return false;
      }
      exchange = new StreamExchange(head.get(), in, out);
    } catch (ProtocolException e) {
      routes.refuse(new StreamExchange(UNREADABLE, in, out));
      return false;
    }
    routes.handle(exchange);
    return exchange.finish();
  }

  /** Whether bytes of the next request have come in already, behind those of the last. */
  public boolean hasBufferedInput() throws IOException {
    return in.available() > 0;
  }
}
