package io.hotupdate.testapps.tomcat;

import io.hotupdate.testapps.common.Routes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives every request to the routes. */
final class RoutesServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final transient Routes routes;

  RoutesServlet(Routes routes) {
    this.routes = routes;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    routes.handle(new ServletExchange(request, response));
  }
}
