package io.hotupdate.testapps.blocking;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.io.IOException;

/** The routes on {@link java.net.ServerSocket}, with a thread per connection. */
public final class BlockingApp {

  private BlockingApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException {
    Identity identity = Identity.current();
    BlockingServer.start(args, new Routes(identity));
    identity.announce();
  }
}
