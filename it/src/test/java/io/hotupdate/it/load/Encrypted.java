package io.hotupdate.it.load;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The client's side of TLS. It trusts whoever answers. The end of a connection is a close_notify or
 * a FIN; whether it may come there, the length of the response tells, not TLS (RFC 9112, 9.8).
 */
final class Encrypted {
  /** Trusts whoever answers. */
  static final X509ExtendedTrustManager TRUSTING = new Trusting();

  private static final SSLContext CONTEXT = context();

  private Encrypted() {}

  /** Does the handshake. */
  static SSLSocket on(Socket connected, Target target) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            CONTEXT
                .getSocketFactory()
                .createSocket(connected, "localhost", target.address().getPort(), true);
    socket.startHandshake();
    return socket;
  }

  /** Says close_notify, which a server that has gone may answer with a reset: nothing is lost. */
  static void close(SSLSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The JDK has closed the connection all the same.
    }
  }

  static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {TRUSTING}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An extended one, so that the JDK does not check names on its own. */
  private static final class Trusting extends X509ExtendedTrustManager {
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
