import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.net.ServerSocket;

/** Binds its port only to see whether it is free, closes it, and binds it again for good. */
public final class TestsPortFirst {
  private TestsPortFirst() {}

  public static void main(String[] args) throws Exception {
    try (ServerSocket test = new ServerSocket()) {
      test.bind(ListenAddress.parse(args[0]));
    }
    Identity identity = Identity.current();
    BlockingServer.start(new String[] {args[0]}, new Routes(identity));
    identity.announce();
  }
}
