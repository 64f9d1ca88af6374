import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.http.BlockingServer;
import java.lang.management.ManagementFactory;
import java.util.logging.LogManager;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Uses JMX in the first statement of main or, without -Dearly=true, when it is asked to. */
public final class UsesManagement {
  private UsesManagement() {}

  /** A log manager. */
  public static final class Manager extends LogManager {}

  public static void main(String[] args) throws Exception {
    if (Boolean.getBoolean("early")) {
      ManagementFactory.getPlatformMBeanServer();
    }
    ObjectName bean = new ObjectName("io.hotupdate:type=Generation");
    Identity identity = Identity.current();
    Routes routes =
        new Routes(identity)
            .with(
                "GET /state",
                e -> {
                  MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                  try {
                    Routes.respondText(
                        e,
                        server.isRegistered(bean)
                            ? "generation " + server.getAttribute(bean, "Generation")
                            : "none");
                  } catch (javax.management.JMException unexpected) {
                    Routes.respondText(e, unexpected.toString());
                  }
                })
            .with(
                "GET /manager",
                e -> Routes.respondText(e, LogManager.getLogManager().getClass().getName()));
    BlockingServer.start(new String[] {args[0]}, routes);
    identity.announce();
  }
}
