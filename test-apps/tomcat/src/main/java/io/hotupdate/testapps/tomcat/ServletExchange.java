package io.hotupdate.testapps.tomcat;

import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** A request and its response in a servlet's terms. */
record ServletExchange(HttpServletRequest request, HttpServletResponse response)
    implements Exchange {

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return request.getRequestURI();
  }

  @Override
  public Query query() {
    return Query.parse(Objects.requireNonNullElse(request.getQueryString(), ""));
  }

  @Override
  public void header(String name, String value) {
    response.setHeader(name, value);
  }

  @Override
  public InputStream requestBody() throws IOException {
    return request.getInputStream();
  }

  @Override
  public OutputStream respond(int status, long length) throws IOException {
    response.setContentLengthLong(length);
    return respondChunked(status);
  }

  @Override
  public OutputStream respondChunked(int status) throws IOException {
    response.setStatus(status);
    return response.getOutputStream();
  }
}
