import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.hotupdate.testapps.common.Identity;
import io.hotupdate.testapps.common.ListenAddress;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Answers GET /health with 503 for so many milliseconds after it was first asked, -Dunhealthy, and
 * tells at GET /seen who has asked for anything else. With -Dtls, a port, and -Dkeystore, a file,
 * it has a second listener.
 */
public final class Health {
  private static final long UNHEALTHY_NANOS = Long.getLong("unhealthy", 0) * 1_000_000;
  private static final AtomicLong FIRST_ASKED = new AtomicLong();
  private static final AtomicInteger PROBES = new AtomicInteger();
  private static final AtomicInteger WARM_UPS = new AtomicInteger();
  private static final AtomicInteger WARM_UPS_AFTER_CLIENTS = new AtomicInteger();
  private static final AtomicInteger CLIENTS = new AtomicInteger();
  private static final AtomicInteger CLIENTS_TOO_EARLY = new AtomicInteger();

  private static Identity identity;

  private Health() {}

  public static void main(String[] args) throws Exception {
    identity = Identity.current();
    start(HttpServer.create(ListenAddress.parse(args[0]), 1024));
    if (System.getProperty("tls") != null) {
      InetSocketAddress address = ListenAddress.parse("127.0.0.1:" + System.getProperty("tls"));
      HttpsServer server = HttpsServer.create(address, 1024);
      server.setHttpsConfigurator(new HttpsConfigurator(context()));
      start(server);
    }
    identity.announce();
  }

  private static SSLContext context() throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(System.getProperty("keystore"))) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void start(HttpServer server) {
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", Health::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/health")) {
      // 0 means not yet.
      FIRST_ASKED.compareAndSet(0, System.nanoTime() | 1);
    }
    boolean healthy = isHealthy();
    count(String.valueOf(exchange.getRequestHeaders().getFirst("X-Hotupdate")), healthy);
    switch (exchange.getRequestURI().getPath()) {
      case "/health" -> respond(exchange, healthy ? 200 : 503, "");
      case "/seen" -> respond(exchange, 200, seen());
      default -> respond(exchange, 200, identity + "\n");
    }
  }

  private static boolean isHealthy() {
    long first = FIRST_ASKED.get();
    return UNHEALTHY_NANOS == 0 || (first != 0 && System.nanoTime() - first >= UNHEALTHY_NANOS);
  }

  private static void count(String mark, boolean healthy) {
    switch (mark) {
      case "probe" -> PROBES.incrementAndGet();
      case "warm-up" -> {
        WARM_UPS.incrementAndGet();
        if (CLIENTS.get() > 0) {
          WARM_UPS_AFTER_CLIENTS.incrementAndGet();
        }
      }
      default -> {
        CLIENTS.incrementAndGet();
        if (!healthy) {
          CLIENTS_TOO_EARLY.incrementAndGet();
        }
      }
    }
  }

  private static String seen() {
    return "clients too early: "
        + CLIENTS_TOO_EARLY
        + ", warm-up: "
        + WARM_UPS
        + ", after clients: "
        + WARM_UPS_AFTER_CLIENTS
        + ", probes: "
        + PROBES;
  }

  private static void respond(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("X-Pid", Long.toString(identity.pid()));
    exchange.getResponseHeaders().set("X-Version", identity.version());
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
