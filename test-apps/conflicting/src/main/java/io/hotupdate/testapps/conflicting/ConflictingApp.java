package io.hotupdate.testapps.conflicting;

import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.io.IOException;

/**
 * The routes on {@link java.net.ServerSocket}, in an application with libraries of its own: it
 * checks at start that they work and are the versions it was built with.
 */
public final class ConflictingApp {

  private ConflictingApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws Exception {
    Libraries.requireWorking();
    Libraries.requireOwnVersions();
    Identity identity = Identity.current();
    Routes routes =
        new Routes(identity)
            .with("GET /libraries", e -> Routes.respondText(e, Libraries.report()))
            .with("GET /visible", ConflictingApp::visible);
    BlockingServer.start(args, routes);
    identity.announce();
  }

  /** Answers whether the application's class loader can load the class of the given name. */
  private static void visible(Exchange exchange) throws IOException {
    String name =
        exchange
            .query()
            .text("class")
            .orElseThrow(() -> new IllegalArgumentException("the parameter class is missing"));
    Routes.respondText(exchange, String.valueOf(canLoad(name)));
  }

  private static boolean canLoad(String name) {
    try {
      Class.forName(name, false, ConflictingApp.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
