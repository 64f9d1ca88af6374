package io.hotupdate.testapps.common.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** One request and its response on the streams of a connection. */
final class StreamExchange implements Exchange {

  private static final Map<Integer, String> REASONS =
      Map.of(200, "OK", 400, "Bad Request", 404, "Not Found");

  private final RequestHead head;
  private final InputStream body;
  private final OutputStream out;
  private final StringBuilder headers = new StringBuilder();
  private boolean keepAlive;
  private boolean clientAwaitsContinue;

  StreamExchange(RequestHead head, InputStream in, OutputStream out) throws IOException {
    this.head = head;
    this.out = out;
    body = head.isChunked() ? new ChunkedInput(in) : new FixedLengthInput(in, head.contentLength());
    keepAlive = head.wantsKeepAlive();
    clientAwaitsContinue = head.expectsContinue();
  }

  @Override
  public String method() {
    return head.method();
  }

  @Override
  public String path() {
    int mark = head.target().indexOf('?');
    return mark < 0 ? head.target() : head.target().substring(0, mark);
  }

  @Override
  public Query query() {
    int mark = head.target().indexOf('?');
    return Query.parse(mark < 0 ? "" : head.target().substring(mark + 1));
  }

  @Override
  public void header(String name, String value) {
    headers.append(name).append(": ").append(value).append("\r\n");
  }

  @Override
  public InputStream requestBody() throws IOException {
    if (clientAwaitsContinue) {
      clientAwaitsContinue = false;
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    return body;
  }

  @Override
  public OutputStream respond(int status, long length) throws IOException {
    header("Content-Length", Long.toString(length));
    writeHead(status);
    return new PlainOutput(out);
  }

  @Override
  public OutputStream respondChunked(int status) throws IOException {
    if (head.isHttp10()) {
      keepAlive = false; // HTTP/1.0 knows no chunks: the end of the connection ends the body.
      writeHead(status);
      return new PlainOutput(out);
    }
    header("Transfer-Encoding", "chunked");
    writeHead(status);
    return new ChunkedOutput(out);
  }

  /** Reads what the route left of the request. Returns whether another request can follow. */
  boolean finish() throws IOException {
    if (keepAlive) {
      body.transferTo(OutputStream.nullOutputStream());
    }
    return keepAlive;
  }

  private void writeHead(int status) throws IOException {
    // A body that was never asked for may or may not follow, so no request can follow.
    keepAlive = keepAlive && !clientAwaitsContinue;
    header("Connection", keepAlive ? "keep-alive" : "close");
    String statusLine = "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "") + "\r\n";
    out.write((statusLine + headers + "\r\n").getBytes(ISO_8859_1));
  }
}
