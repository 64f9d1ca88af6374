package io.hotupdate.testapps.common;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** What the servers answer to which request. */
public final class Routes {

  /** Answers one request. */
  @FunctionalInterface
  public interface Route {
    /** Answers; an {@link IllegalArgumentException} before the response starts becomes a 400. */
    void answer(Exchange exchange) throws IOException;
  }

  private static final int PIECE_BYTES = 64 * 1024;

  private final Identity identity;
  private final Map<String, Route> routes = new HashMap<>();

  /** The routes that every server has, answered by the given process. */
  public Routes(Identity identity) {
    this.identity = identity;
    routes.put("GET /", this::home);
    routes.put("GET /download", Routes::download);
    routes.put("POST /upload", this::upload);
    routes.put("POST /echo", Routes::echo);
  }

  /** Adds a route for a method and a path such as {@code GET /libraries}. */
  public Routes with(String methodAndPath, Route route) {
    routes.put(methodAndPath, route);
    return this;
  }

  /** Answers the request: 404 when there is no route for it, 400 when its parameters are wrong. */
  public void handle(Exchange exchange) throws IOException {
    identity.sign(exchange);
    Route route = routes.get(exchange.method() + " " + exchange.path());
    if (route == null) {
      answerEmpty(exchange, 404);
      return;
    }
    try {
      route.answer(exchange);
    } catch (IllegalArgumentException wrongParameter) {
      answerEmpty(exchange, 400);
    }
  }

  /** Answers a request that could not be understood. */
  public void refuse(Exchange exchange) throws IOException {
    identity.sign(exchange);
    answerEmpty(exchange, 400);
  }

  /** Answers 200 with a text. */
  public static void respondText(Exchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(US_ASCII);
    OutputStream out = exchange.respond(200, body.length);
    out.write(body);
    out.close();
  }

  private static void answerEmpty(Exchange exchange, int status) throws IOException {
    // Servers close a connection whose request body nobody read, and its next request with it.
    exchange.requestBody().transferTo(OutputStream.nullOutputStream());
    exchange.respond(status, 0).close();
  }

  private void home(Exchange exchange) throws IOException {
    Pause.of(exchange.query().seconds("sleep"));
    respondText(exchange, identity + "\n");
  }

  private static void download(Exchange exchange) throws IOException {
    long bytes = exchange.query().count("bytes");
    Duration duration = exchange.query().seconds("seconds");
    boolean chunked = exchange.query().text("chunked").isPresent();
    OutputStream out = chunked ? exchange.respondChunked(200) : exchange.respond(200, bytes);
    new PatternBody(bytes, duration).writeTo(out);
    out.close();
  }

  private void upload(Exchange exchange) throws IOException {
    InputStream body = exchange.requestBody();
    CRC32 crc = new CRC32();
    byte[] piece = new byte[PIECE_BYTES];
    long bytes = 0;
    for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
      crc.update(piece, 0, n);
      bytes += n;
    }
    respondText(
        exchange, String.format("bytes=%d crc32=%08x %s\n", bytes, crc.getValue(), identity));
  }

  private static void echo(Exchange exchange) throws IOException {
    InputStream body = exchange.requestBody();
    OutputStream out = exchange.respondChunked(200);
    out.flush();
    byte[] piece = new byte[PIECE_BYTES];
    for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
      out.write(piece, 0, n);
      out.flush();
    }
    out.close();
  }
}
