package io.hotupdate.probe;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS with this very process. The certificate is not checked: who answers is known, and its
 * certificate is for the name that clients use. A context of its own, so that nothing the
 * application has set is read or changed.
 */
final class Tls {
  private Tls() {}

  /**
   * Begins TLS on a connection.
   *
   * @param host what the server is told it was asked as, if that is a name
   */
  static SSLSocket over(Socket connected, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(connected, host, port, true);
    Optional<SNIHostName> name = serverName(host);
    if (name.isPresent()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(name.get()));
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  private static SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[0], new TrustManager[] {new TrustEverybody()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JVM offers no TLS: " + e.getMessage(), e);
    }
  }

  private static Optional<SNIHostName> serverName(String host) {
    // An address is no name, RFC 6066 section 3.
    if (host.startsWith("[") || host.matches("[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(host));
    } catch (IllegalArgumentException notAllowedInDns) {
      return Optional.empty();
    }
  }

  /** Extended, because the JDK would check host names and algorithms after any other. */
  private static final class TrustEverybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
