package io.hotupdate.testapps.jetty;

import io.hotupdate.testapps.common.Http2;
import io.hotupdate.testapps.common.Tls;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** What a listener speaks. The first factory makes the connection, and knows what comes next. */
final class Protocols {

  private Protocols() {}

  /** HTTP/1.1, and HTTP/2 if chosen: by prior knowledge, or by the upgrade to h2c. */
  static ConnectionFactory[] clearText() {
    HttpConfiguration configuration = new HttpConfiguration();
    List<ConnectionFactory> factories = new ArrayList<>();
    factories.add(new HttpConnectionFactory(configuration));
    if (Http2.chosen()) {
      factories.add(new HTTP2CServerConnectionFactory(configuration));
    }
    return factories.toArray(ConnectionFactory[]::new);
  }

  /** The same by ALPN over TLS. */
  static ConnectionFactory[] encrypted(Tls tls) {
    SslContextFactory.Server ssl = new SslContextFactory.Server();
    ssl.setKeyStorePath(tls.keyStore().toString());
    ssl.setKeyStoreType(Tls.TYPE);
    ssl.setKeyStorePassword(Tls.PASSWORD);

    HttpConfiguration configuration = new HttpConfiguration();
    HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
    if (!Http2.chosen()) {
      return new ConnectionFactory[] {
        new SslConnectionFactory(ssl, HttpVersion.HTTP_1_1.asString()), http1
      };
    }
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    return new ConnectionFactory[] {
      new SslConnectionFactory(ssl, alpn.getProtocol()),
      alpn,
      new HTTP2ServerConnectionFactory(configuration),
      http1
    };
  }
}
