package io.hotupdate.testapps.tomcat;

import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import io.hotupdate.testapps.common.Routes;
import io.hotupdate.testapps.common.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** The routes on Tomcat, one connector per listener. */
public final class TomcatApp {

  private TomcatApp() {}

  /** Serves on the addresses given as arguments until the process is told to end. */
  public static void main(String[] args) throws IOException, LifecycleException {
    Identity identity = Identity.current();
    Tomcat tomcat = new Tomcat();
    String directory = Path.of("").toAbsolutePath().toString();
    tomcat.setBaseDir(directory);
    Optional<Tls> tls = Tls.chosen();
    for (InetSocketAddress address : ListenAddress.parseAll(args)) {
      tomcat.getService().addConnector(Connectors.on(address, tls));
      tls = Optional.empty();
    }
    Context context = tomcat.addContext("", directory);
    context.addServletContainerInitializer(new WsSci(), null);
    context.addServletContainerInitializer(new EchoSocket.Endpoint(identity), null);
    Tomcat.addServlet(context, "routes", new RoutesServlet(new Routes(identity))).addMapping("/");
    tomcat.start();
    identity.announce();
    tomcat.getServer().await();
  }
}
