package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat with a servlet. */
final class TomcatTestServer implements TestServer {
  private final CountDownLatch held = new CountDownLatch(1);
  private final List<Object> sessions = new CopyOnWriteArrayList<>();
  private final Tomcat server = new Tomcat();
  private final Path directory;

  TomcatTestServer(boolean asynchronous) throws IOException, LifecycleException {
    directory = Files.createTempDirectory("tomcat");
    server.setSilent(true);
    server.setBaseDir(directory.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("useAsyncIO", String.valueOf(asynchronous));
    connector.addUpgradeProtocol(new Watched());
    server.setConnector(connector);
    Context context = server.addContext("", directory.toString());
    Tomcat.addServlet(context, "paths", new Paths()).addMapping("/*");
    server.start();
  }

  @Override
  public int port() {
    return server.getConnector().getLocalPort();
  }

  @Override
  public List<Object> sessions() {
    return List.copyOf(sessions);
  }

  @Override
  public CountDownLatch held() {
    return held;
  }

  @Override
  public void stop() throws LifecycleException, IOException {
    server.stop();
    server.destroy();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private final class Watched extends Http2Protocol {
    @Override
    public InternalHttpUpgradeHandler getInternalUpgradeHandler(
        SocketWrapperBase<?> socket, Adapter adapter, Request request) {
      InternalHttpUpgradeHandler handler =
          super.getInternalUpgradeHandler(socket, adapter, request);
      sessions.add(handler);
      return handler;
    }
  }

  @SuppressWarnings("serial")
  private final class Paths extends HttpServlet {
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      OutputStream output = response.getOutputStream();
      if (request.getRequestURI().equals("/held")) {
        output.write("be".getBytes(US_ASCII));
        output.flush();
        try {
          held.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        output.write("gun".getBytes(US_ASCII));
      } else {
        output.write(request.getInputStream().readAllBytes());
      }
    }
  }
}
