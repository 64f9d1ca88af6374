package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/** Jetty with its own handler. */
final class JettyTestServer implements TestServer {
  private final org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
  private final CountDownLatch held = new CountDownLatch(1);
  private final ServerConnector connector;

  JettyTestServer() throws Exception {
    connector =
        new ServerConnector(server, new HTTP2CServerConnectionFactory(new HttpConfiguration()));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Paths());
    server.start();
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public List<Object> sessions() {
    return connector.getConnectedEndPoints().stream()
        .map(EndPoint::getConnection)
        .filter(HTTP2Connection.class::isInstance)
        .map(connection -> (Object) ((HTTP2Connection) connection).getSession())
        .toList();
  }

  @Override
  public CountDownLatch held() {
    return held;
  }

  @Override
  public void stop() throws Exception {
    server.stop();
  }

  private final class Paths extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (Request.getPathInContext(request).equals("/held")) {
        try (Blocker.Callback written = Blocker.callback()) {
          response.write(false, US_ASCII.encode("be"), written);
          written.block();
        }
        held.await();
        response.write(true, US_ASCII.encode("gun"), callback);
      } else {
        ByteBuffer body = Content.Source.asByteBuffer(request);
        response.write(true, body, callback);
      }
      return true;
    }
  }
}
