package io.hotupdate.testapps.httpserver;

import com.sun.net.httpserver.HttpExchange;
import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** A request and its response in the terms of {@code com.sun.net.httpserver}. */
record JdkExchange(HttpExchange exchange) implements Exchange {

  /** What {@code sendResponseHeaders} takes for "chunked" and for "no body". */
  private static final long CHUNKED = 0;

  private static final long NO_BODY = -1;

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String path() {
    return exchange.getRequestURI().getPath();
  }

  @Override
  public Query query() {
    return Query.parse(Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""));
  }

  @Override
  public void header(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  @Override
  public InputStream requestBody() {
    return exchange.getRequestBody();
  }

  @Override
  public OutputStream respond(int status, long length) throws IOException {
    exchange.sendResponseHeaders(status, length == 0 ? NO_BODY : length);
    return exchange.getResponseBody();
  }

  @Override
  public OutputStream respondChunked(int status) throws IOException {
    exchange.sendResponseHeaders(status, CHUNKED);
    return exchange.getResponseBody();
  }
}
