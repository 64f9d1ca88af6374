import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;

/** A server as plain as it gets. */
public final class FromSource {
  private FromSource() {}

  public static void main(String[] args) throws Exception {
    Identity identity = Identity.current();
    BlockingServer.start(new String[] {args[0]}, new Routes(identity));
    identity.announce();
  }
}
