package io.hotupdate.testapps.undertow;

import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Query;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.InputStream;
import java.io.OutputStream;

/** A request and its response in Undertow's terms. */
record UndertowExchange(HttpServerExchange exchange) implements Exchange {

  @Override
  public String method() {
    return exchange.getRequestMethod().toString();
  }

  @Override
  public String path() {
    return exchange.getRequestPath();
  }

  @Override
  public Query query() {
    return Query.parse(exchange.getQueryString());
  }

  @Override
  public void header(String name, String value) {
    exchange.getResponseHeaders().put(HttpString.tryFromString(name), value);
  }

  @Override
  public InputStream requestBody() {
    return exchange.getInputStream();
  }

  @Override
  public OutputStream respond(int status, long length) {
    exchange.setResponseContentLength(length);
    return respondChunked(status);
  }

  @Override
  public OutputStream respondChunked(int status) {
    exchange.setStatusCode(status);
    return exchange.getOutputStream();
  }
}
