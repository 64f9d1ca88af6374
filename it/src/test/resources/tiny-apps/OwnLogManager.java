import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.util.logging.LogManager;

/** Chooses its own log manager in main, as an application server does. */
public final class OwnLogManager {
  private OwnLogManager() {}

  /** The log manager. */
  public static final class Mine extends LogManager {}

  public static void main(String[] args) throws Exception {
    // What the agent does in the background must not choose before.
    Thread.sleep(1000);
    System.setProperty("java.util.logging.manager", Mine.class.getName());
    Identity identity = Identity.current();
    Routes routes =
        new Routes(identity)
            .with(
                "GET /manager",
                e -> Routes.respondText(e, LogManager.getLogManager().getClass().getName()));
    BlockingServer.start(new String[] {args[0]}, routes);
    identity.announce();
  }
}
