package io.hotupdate.testapps.jetty;

import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Query;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A request and its response in Jetty's terms. */
record JettyExchange(Request request, Response response) implements Exchange {

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return request.getHttpURI().getPath();
  }

  @Override
  public Query query() {
    return Query.parse(Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""));
  }

  @Override
  public void header(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public InputStream requestBody() {
    return Content.Source.asInputStream(request);
  }

  @Override
  public OutputStream respond(int status, long length) {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    return respondChunked(status);
  }

  @Override
  public OutputStream respondChunked(int status) {
    response.setStatus(status);
    return Content.Sink.asOutputStream(response);
  }
}
