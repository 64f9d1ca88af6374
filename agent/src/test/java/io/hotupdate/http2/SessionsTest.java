package io.hotupdate.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsTest {
  @RegisterExtension private final CapturedLog log = new CapturedLog();

  private final Sessions sessions = new Sessions();

  @AfterEach
  void end() {
    sessions.end();
  }

  @Test
  void before_a_drain_nothing_is_done_with_a_session() {
    sessions.accept(new Object());

    assertThat(sessions.told()).isZero();
    assertThat(log.text()).isEmpty();
  }

  @Test
  void a_server_that_nobody_knows_is_said_once() throws IOException {
    Object one = new Object();
    sessions.accept(one);
    sessions.begin(address -> {});
    Until.holds("said", () -> log.text().contains("java.lang.Object"));

    sessions.unknown("java.lang.Object");
    sessions.unknown("port 8443");

    assertThat(log.text())
        .containsOnlyOnce("HTTP/2 clients of java.lang.Object cannot be told")
        .containsOnlyOnce("HTTP/2 clients of port 8443 cannot be told")
        .contains("; their connections are kept until they are quiet or the limit comes");
    assertThat(one).isNotNull();
  }
}
