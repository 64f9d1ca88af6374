package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.listener.PortRange;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A successor's way to ready, with a server behind a closed gate of the real kernel. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ReadinessTest {
  private static final String READY = "ready";
  private static final String LATE = "late";
  private static final String WARMING_UP = "the warm-up has not ended yet";
  private static final int BRIEFLY = 200;

  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final Listeners listeners = new Listeners(libc, proc, new PortRange(1, 2), fd -> {});
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final AtomicInteger unhealthy = new AtomicInteger();
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Listener listener =
        listeners.all().stream()
            .filter(found -> found.id().address().port() == server.getLocalPort())
            .findAny()
            .orElseThrow();
    listeners.inherit(List.of(), 2);
    listeners.bound(listener.fd(), server.getLocalSocketAddress());
    DaemonThread.start("server", this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          InputStream in = socket.getInputStream();
          StringBuilder head = new StringBuilder();
          while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
          }
          requests.add(head.toString());
          int status = unhealthy.getAndDecrement() > 0 ? 503 : 200;
          String response = "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n";
          socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  @Test
  void without_a_probe_it_is_ready_when_it_accepts() throws Exception {
    watch(Map.of());

    assertThat(told.take()).isEqualTo(READY);
    assertThat(requests).isEmpty();
  }

  @Test
  void it_is_not_ready_before_its_probe_is_answered_well() throws Exception {
    unhealthy.set(3);
    watch(Map.of("HOTUPDATE_PROBE", url()));

    assertThat(told.take()).isEqualTo("the probe " + url() + " was not answered yet");
    assertThat(told.take()).isEqualTo("the probe " + url() + " was answered 503");
    assertThat(told.take()).isEqualTo(READY);
    assertThat(requests).hasSize(4);
  }

  @Test
  void a_probe_that_is_never_answered_well_makes_it_late() throws Exception {
    unhealthy.set(Integer.MAX_VALUE);
    watch(Map.of("HOTUPDATE_PROBE", url(), "HOTUPDATE_READY_TIMEOUT", "500ms"));

    List<String> all = new ArrayList<>();
    for (String said = told.take(); !said.equals(LATE); said = told.take()) {
      all.add(said);
    }
    assertThat(all)
        .containsExactly(
            "the probe " + url() + " was not answered yet",
            "the probe " + url() + " was answered 503");
  }

  @Test
  void a_probe_of_a_port_that_is_not_there_names_those_that_are() throws Exception {
    watch(Map.of("HOTUPDATE_PROBE", "http://:1/"));

    told.take();
    assertThat(told.take())
        .isEqualTo(
            "the probe http://localhost:1/: no listener on port 1; there are 127.0.0.1:"
                + server.getLocalPort());
  }

  @Test
  void the_warm_up_follows_the_probe_and_comes_before_ready() throws Exception {
    unhealthy.set(1);
    watch(Map.of("HOTUPDATE_PROBE", url(), "HOTUPDATE_WARMUP", "50 " + url() + " /b"));

    for (String said = told.take(); !said.equals(WARMING_UP); said = told.take()) {
      assertThat(said).startsWith("the probe ");
    }
    assertThat(told.take()).isEqualTo(READY);
    assertThat(requests).hasSize(52);
    assertThat(requests.stream().limit(2)).allMatch(request -> request.contains(": probe\r\n"));
    assertThat(requests.stream().skip(2)).allMatch(request -> request.contains(": warm-up\r\n"));
    assertThat(log.text()).contains("warm-up: 50 requests in ", ", 0 not answered with success");
  }

  @Test
  void a_warm_up_that_fails_does_not_keep_it_from_being_ready() throws Exception {
    unhealthy.set(Integer.MAX_VALUE);
    watch(Map.of("HOTUPDATE_WARMUP", "5 " + url() + " http://:1/"));

    assertThat(told.take()).isEqualTo(WARMING_UP);
    assertThat(told.take()).isEqualTo(READY);
    assertThat(log.text()).contains(", 5 not answered with success, the first: ");
  }

  @Test
  void the_gates_may_open_at_any_time() throws Exception {
    unhealthy.set(Integer.MAX_VALUE);
    watch(Map.of("HOTUPDATE_PROBE", url(), "HOTUPDATE_WARMUP", "100 " + url()));
    told.take();
    assertThat(told.take()).endsWith("was answered 503");

    // As an orphan does.
    listeners.open();

    String last = told.take();
    while (!last.equals(READY)) {
      last = told.take();
    }
    assertThat(log.text())
        .contains("warm-up cut short, clients are served already: 0 of 100 requests");
  }

  @Test
  void nobody_else_reaches_the_application_before_and_after_and_nothing_stays_open()
      throws Exception {
    int standIn = standIn();
    int descriptors = proc.sockets().size();
    watch(Map.of("HOTUPDATE_WARMUP", "300 " + url()));
    do {
      assertUnreachable(standIn);
    } while (!told.contains(READY));

    assertUnreachable(standIn);
    assertThat(requests).hasSize(300);
    assertThat(proc.sockets()).hasSize(descriptors);
  }

  private int standIn() throws IOException {
    try (Socket own = new Socket()) {
      own.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      return listeners.admit(server.getLocalPort(), own.getLocalPort()).orElseThrow();
    }
  }

  private static void assertUnreachable(int port) throws IOException {
    try (Socket stranger = new Socket()) {
      stranger.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BRIEFLY);
    } catch (SocketTimeoutException dropped) {
      return;
    }
    throw new AssertionError("somebody else was let through");
  }

  private String url() {
    return "http://localhost:" + server.getLocalPort() + "/a";
  }

  private void watch(Map<String, String> environment) throws Exception {
    new Readiness(listeners, Settings.read("", environment))
        .watch(told::add, () -> told.add(READY), () -> told.add(LATE), why -> told.add("! " + why));
  }
}
