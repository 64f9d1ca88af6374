import io.hotupdate.testapps.common.Exchange;
import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.io.IOException;

/** Says which variables it sees, and which a process it starts sees. */
public final class ShowsEnvironment {
  private ShowsEnvironment() {}

  public static void main(String[] args) throws Exception {
    Identity identity = Identity.current();
    Routes routes =
        new Routes(identity)
            .with("GET /own", e -> Routes.respondText(e, System.getenv().keySet() + "\n"))
            .with("GET /child", ShowsEnvironment::child);
    BlockingServer.start(new String[] {args[0]}, routes);
    identity.announce();
  }

  private static void child(Exchange exchange) throws IOException {
    Process env = new ProcessBuilder("env").redirectErrorStream(true).start();
    String names = new String(env.getInputStream().readAllBytes(), "ISO-8859-1");
    Routes.respondText(exchange, names.replaceAll("=.*", ""));
  }
}
