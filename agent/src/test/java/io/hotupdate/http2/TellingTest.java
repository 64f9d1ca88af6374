package io.hotupdate.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TellingTest {
  private static final String KEPT =
      "; their connections are kept until they are quiet or the limit comes";

  @RegisterExtension private final CapturedLog log = new CapturedLog();

  private final SessionTable table = new SessionTable();
  private final Trouble trouble = new Trouble();
  private final List<SocketAddress> told = new CopyOnWriteArrayList<>();
  private FakeServer server = new FakeServer();
  private Telling telling = new Telling(List.of(server), told::add, trouble);

  @AfterEach
  void end() {
    telling.end();
  }

  @Test
  void a_session_is_told_once() throws IOException {
    tell("one");
    tell("one");
    tell("two");

    Until.holds("both are told", () -> telling.count() == 2);
    assertThat(server.noticed).containsExactlyInAnyOrder("one", "two");
    assertThat(told).containsExactly(FakeServer.CLIENT, FakeServer.CLIENT);
  }

  @Test
  void a_session_that_is_a_client_of_somebody_is_left_alone() throws IOException {
    server.serves = false;

    tell("client");
    Until.holds("asked", () -> server.asked.contains("client"));
    server.serves = true;
    tell("server");

    Until.holds("the server is told", () -> telling.count() == 1);
    assertThat(server.noticed).containsExactly("server");
  }

  @Test
  void a_session_that_is_not_set_up_is_told_when_it_is() throws IOException {
    server.ready = false;
    tell("new");
    Until.holds("asked", () -> server.asked.contains("new"));
    assertThat(server.noticed).isEmpty();

    server.ready = true;
    Until.holds(
        "told at one of its next frames",
        () -> {
          tell("new");
          return telling.count() == 1;
        });
    assertThat(server.noticed).containsExactly("new");
  }

  @Test
  void the_next_drain_tells_again() throws IOException {
    tell("one");
    Until.holds("told", () -> telling.count() == 1);

    telling.end();
    telling = new Telling(List.of(server), told::add, trouble);
    tell("one");

    Until.holds("told again", () -> telling.count() == 1);
  }

  @Test
  void after_its_end_nobody_is_told() {
    telling.end();

    tell("late");

    assertThat(server.asked).isEmpty();
    assertThat(telling.count()).isZero();
  }

  @Test
  void a_server_that_is_not_as_it_was_is_said_once_with_the_reason() throws IOException {
    replace(FakeServer.whoseNoticeThrows(new IllegalStateException("another version")));

    tell("one");
    tell("two");
    Until.holds("both are tried", () -> server.noticed.size() == 2);
    Until.holds("said", () -> log.text().contains("another version"));

    assertThat(log.text())
        .containsOnlyOnce(
            "HTTP/2 clients of Fake cannot be told to go elsewhere:"
                + " java.lang.IllegalStateException: another version"
                + KEPT);
    assertThat(telling.count()).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void a_connection_that_ends_just_then_is_no_trouble() throws IOException {
    replace(FakeServer.whoseConnectionIsGone());

    tell("gone");
    Until.holds("tried", () -> server.noticed.contains("gone"));
    server.failure = Optional.of(new IllegalStateException("another version"));
    tell("other");

    Until.holds("the other is said", () -> log.text().contains("another version"));
    assertThat(log.text()).doesNotContain("connection reset");
    assertThat(telling.count()).isZero();
  }

  private void replace(FakeServer other) {
    telling.end();
    server = other;
    telling = new Telling(List.of(server), told::add, trouble);
  }

  private void tell(String session) {
    telling.tell(table.know(session), session);
  }
}
