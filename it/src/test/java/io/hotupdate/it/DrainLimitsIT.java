package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.SlowReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What becomes of connections at the end of a drain, and what is said of them. */
class DrainLimitsIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String OVERTIME = "some get a moment more";
  private static final int LARGE = 8_000_000;
  private static final int SMALL = 60_000;

  private final Deployment deployment = Deployment.of(App.BLOCKING);

  @Test
  void the_end_tells_who_was_closed_and_who_was_cut() throws Exception {
    try (ServerProcess service = start("3s", "300ms");
        Connection quiet = Connection.open(service.target());
        Connection waiting = Connection.open(service.target())) {
      quiet.get("/");
      quiet.receive().expectAnswer();
      waiting.get("/?sleep=50");
      long pid = service.awaitStart();
      ServiceLog log = update(service, pid);

      assertThat(quiet.closedWithin(LONGEST)).isTrue();
      service.awaitExit(pid, LONGEST);
      assertThat(log.text())
          .containsPattern(
              "drain limit of 3\\.0 s reached: 2 connections, 0 ended by themselves,"
                  + " 0 were told to close, 1 were quiet and closed, 0 were streams and closed,"
                  + " 1 cut: 127\\.0\\.0\\.1:\\d+ busy");
    }
  }

  @Test
  void a_request_that_is_coming_in_at_the_limit_is_answered() throws Exception {
    try (ServerProcess service = start("1s", "1h");
        Connection client = Connection.open(service.target())) {
      long pid = service.awaitStart();
      client.post("/echo", "Transfer-Encoding: chunked");
      ServiceLog log = update(service, pid);
      int pieces = 0;
      while (!log.text().contains(OVERTIME)) {
        client.send("1\r\nx\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        pieces++;
        pace(20);
      }
      client.send("0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

      client.receive().expect("x".repeat(pieces));
      service.awaitExit(pid, LONGEST);
      assertThat(log.text()).contains("drained in ").contains(" 0 cut").doesNotContain("WARN");
    }
  }

  @Test
  void a_response_that_is_read_slowly_is_sent_to_its_end_beyond_the_limit() throws Exception {
    try (ServerProcess service = start("1s", "1h");
        SlowReader client = SlowReader.open(service.target(), LARGE)) {
      long pid = service.awaitStart();
      ServiceLog log = update(service, pid);
      log.await(OVERTIME);
      for (int pieces = 0; !client.isComplete(); pieces++) {
        client.readSome();
        if (pieces % 16 == 0) {
          pace(5);
        }
      }

      service.awaitExit(pid, LONGEST);
      assertThat(log.text()).contains("drained in ").contains(" 0 cut").doesNotContain("WARN");
    }
  }

  @Test
  void what_the_server_has_written_and_closed_is_sent_by_the_kernel_after_the_exit()
      throws Exception {
    try (ServerProcess service = start("1h", "1h");
        SlowReader client = SlowReader.open(service.target(), SMALL)) {
      long pid = service.awaitStart();
      int port = service.target().address().getPort();
      await("the server to close with output in the queue")
          .until(() -> TcpTable.orphanedOutputAt(port) > 0);
      ServiceLog log = update(service, pid);
      service.awaitExit(pid, LONGEST);

      assertThat(log.text()).contains(": 0 connections");
      assertThat(TcpTable.orphanedOutputAt(port)).isPositive();
      while (!client.isComplete()) {
        client.readSome();
      }
    }
  }

  private static void pace(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private ServiceLog update(ServerProcess service, long pid) {
    deployment.deploy("2");
    ServiceLog log = ServiceLog.fromNowOn(service);
    service.hup(pid);
    return log.await("draining: ");
  }

  private ServerProcess start(String drainTimeout, String idleTimeout) throws Exception {
    ServerProcess service =
        Launch.of(Matrix.jdks().findFirst().orElseThrow(), deployment)
            .env("HOTUPDATE_PROBATION", "0s")
            .env("HOTUPDATE_DRAIN_TIMEOUT", drainTimeout)
            .env("HOTUPDATE_IDLE_TIMEOUT", idleTimeout)
            .listen("127.0.0.1:" + Ports.free())
            .start();
    service.awaitStart();
    ServiceLog.fromTheBegin(service).await("updates it");
    // A thread that was in accept(2) when the hooks came sees the connection after the next.
    ServerProcess.ask(service.target());
    return service;
  }
}
