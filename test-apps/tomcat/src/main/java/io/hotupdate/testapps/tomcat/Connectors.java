package io.hotupdate.testapps.tomcat;

import io.hotupdate.testapps.common.Http2;
import io.hotupdate.testapps.common.Tls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** Tomcat's connectors, all with NIO. */
final class Connectors {

  private static final int MAX_THREADS = 1000;
  private static final int BACKLOG = 1024;
  private static final String UNLIMITED = "-1";
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);

  private Connectors() {}

  static Connector on(InetSocketAddress address, Optional<Tls> tls) {
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(address.getPort());
    // Else a port that is taken is a line in the log, and the server starts without it.
    connector.setThrowOnFailure(true);
    set(connector, "address", address.getAddress().getHostAddress());
    set(connector, "maxThreads", Integer.toString(MAX_THREADS));
    set(connector, "acceptCount", Integer.toString(BACKLOG));
    set(connector, "keepAliveTimeout", Long.toString(IDLE_TIMEOUT.toMillis()));
    set(connector, "connectionTimeout", Long.toString(IDLE_TIMEOUT.toMillis()));
    // Else it closes a connection after 100 requests, and one whose body nobody read.
    set(connector, "maxKeepAliveRequests", UNLIMITED);
    set(connector, "maxSwallowSize", UNLIMITED);
    // Else it has been seen, on a busy machine and without any update, to lose count of the frames
    // of HTTP/2 that it reads.
    set(connector, "useAsyncIO", "false");
    tls.ifPresent(key -> encrypt(connector, key));
    if (Http2.chosen()) {
      connector.addUpgradeProtocol(new Http2Protocol());
    }
    return connector;
  }

  private static void encrypt(Connector connector, Tls tls) {
    SSLHostConfig host = new SSLHostConfig();
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystoreFile(tls.keyStore().toString());
    certificate.setCertificateKeystoreType(Tls.TYPE);
    certificate.setCertificateKeystorePassword(Tls.PASSWORD);
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    connector.setSecure(true);
    connector.setScheme("https");
    set(connector, "SSLEnabled", "true");
  }

  private static void set(Connector connector, String property, String value) {
    if (!connector.setProperty(property, value)) {
      throw new IllegalStateException("Tomcat has no property " + property);
    }
  }
}
