package io.hotupdate.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import io.hotupdate.settings.WarmUpPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are played, and what is said of them. */
@Timeout(30)
class WarmUpTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final byte[] GOOD = response(200);
  private static final byte[] BAD = response(500);

  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();

  @Test
  void so_many_requests_are_played_in_turn_over_the_targets() throws Exception {
    try (ScriptedServer server = ScriptedServer.of(out -> out.write(GOOD))) {
      warmUp(server, "30 http://:" + server.port() + "/a /b /c").run(LONG_ENOUGH);

      for (String path : new String[] {"/a", "/b", "/c"}) {
        assertThat(server.requests())
            .filteredOn(
                request ->
                    request.startsWith("GET " + path + " ")
                        && request.contains("\r\nX-Hotupdate: warm-up\r\n"))
            .hasSize(10);
      }
      assertThat(server.requests()).hasSize(30);
      assertThat(log.text())
          .containsPattern("warm-up: 30 requests in [\\d.]+ m?s, 0 not answered with success\\R");
      assertThat(threads.get()).isEqualTo(Math.min(4, Runtime.getRuntime().availableProcessors()));
    }
  }

  @Test
  void failures_are_counted_and_the_first_is_told() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.of(out -> out.write(count.getAndIncrement() % 4 == 0 ? BAD : GOOD))) {
      String url = "http://localhost:" + server.port() + "/";
      warmUp(server, "20 " + url).run(LONG_ENOUGH);

      assertThat(log.text())
          .containsPattern("warm-up: 20 requests in ")
          .contains("5 not answered with success, the first: " + url + " was answered 500");
    }
  }

  @Test
  void a_server_that_hangs_is_given_up_in_time_and_nothing_of_it_is_left() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ScriptedServer server = ScriptedServer.of(out -> end.await())) {
      long begin = System.nanoTime();
      warmUp(server, "1000 http://:" + server.port() + "/").run(SHORT);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SHORT, LONG_ENOUGH);
      assertThat(log.text())
          .contains("warm-up cut short, no time is left for more: 0 of 1000 requests in ")
          .contains(" 0 not answered with success");
      Until.holds("its threads end", () -> running.get() == 0);
      assertThat(server.requests().size()).isLessThanOrEqualTo(4);
    } finally {
      end.countDown();
    }
  }

  @Test
  void it_ends_when_clients_are_served() throws Exception {
    AtomicInteger count = new AtomicInteger();
    ScriptedServer[] self = new ScriptedServer[1];
    try (ScriptedServer server =
        ScriptedServer.of(
            out -> {
              if (count.incrementAndGet() == 10) {
                self[0].openGates();
              }
              out.write(GOOD);
            })) {
      self[0] = server;
      warmUp(server, "100000 http://:" + server.port() + "/").run(LONG_ENOUGH);

      assertThat(log.text()).contains("warm-up cut short, clients are served already: ");
      assertThat(server.requests().size()).isBetween(10, 20);
    }
  }

  @Test
  void nobody_there_to_answer_is_told_and_does_not_take_long() throws Exception {
    try (ScriptedServer server = ScriptedServer.of(out -> out.write(GOOD))) {
      warmUp(server, "100 http://:1/").run(LONG_ENOUGH);

      assertThat(log.text())
          .contains(
              "100 not answered with success, the first: http://localhost:1/: no listener on port"
                  + " 1; there is none");
    }
  }

  private WarmUp warmUp(ScriptedServer server, String plan) throws IOException {
    return new WarmUp(
        WarmUpPlan.parse(plan).orElseThrow(),
        server,
        task -> {
          threads.incrementAndGet();
          running.incrementAndGet();
          Thread thread =
              new Thread(
                  () -> {
                    task.run();
                    running.decrementAndGet();
                  });
          thread.setDaemon(true);
          thread.start();
        });
  }

  private static byte[] response(int status) {
    return ("HTTP/1.1 " + status + " x\r\nContent-Length: 2\r\n\r\nok")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
