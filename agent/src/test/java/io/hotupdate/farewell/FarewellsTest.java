package io.hotupdate.farewell;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import io.hotupdate.connection.Exchange;
import io.hotupdate.hooks.Hooks;
import io.hotupdate.http2.Sessions;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Socket;
import io.hotupdate.log.Log;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is told, and what is known of whom. */
class FarewellsTest {
  private static final int FD = 7;
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";
  private static final String CLOSED =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx";
  private static final Address PEER = peer(Socket.AF_INET, 1, 4711);

  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final FakeTable table = new FakeTable();
  private final Sessions sessions = new Sessions();
  // Sessions are held weakly.
  private final Object session = new Object();
  private final Farewells farewells = new Farewells(sessions, table);

  private static Address peer(int domain, int last, int port) {
    return Address.internet(domain, new byte[] {127, 0, 0, (byte) last}, port, 0);
  }

  @Test
  void nobody_is_told_before_it_begins() {
    table.has(FD, FakeTable.ACCEPTED);
    assertThat(table.following).isEmpty();
    assertThat(farewells.told()).isZero();
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.UNKNOWN);
    assertThat(farewells.told(FD, PEER)).isFalse();
  }

  @Test
  void each_client_is_counted_once_in_each_drain() {
    table.has(FD, FakeTable.ACCEPTED);
    table.has(8, FakeTable.ACCEPTED);
    table.has(9, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(9, GET);
    for (int i = 0; i < 2; i++) {
      for (int fd : new int[] {FD, 8}) {
        table.received(fd, GET);
        assertThat(table.written(fd, OK)).isEqualTo(CLOSED);
      }
    }
    assertThat(farewells.told()).isEqualTo(2);
    assertThat(farewells.told(FD, PEER)).isTrue();
    assertThat(farewells.told(9, PEER)).isFalse();
    farewells.end();
    farewells.begin();
    assertThat(farewells.told()).isZero();
    assertThat(farewells.told(FD, PEER)).isFalse();
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(CLOSED);
    assertThat(farewells.told()).isEqualTo(1);
  }

  @Test
  void only_clients_are_told() {
    farewells.begin();
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    farewells.askForClients(fd -> fd == FD);
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    // Nobody has seen whether it was asked more than once; now this is known.
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(CLOSED);
  }

  @Test
  void an_upgraded_connection_is_left_alone() {
    table.has(FD, FakeTable.READ);
    table.streams.put(FD, Hooks.Stream.UPGRADED);
    farewells.begin();
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.UPGRADED);
  }

  @Test
  void what_goes_on_is_known_from_the_bytes() {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.UNKNOWN);
    table.received(FD, GET);
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.OPEN);
    table.written(FD, OK);
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.NONE);
    table.received(FD, GET);
    table.written(FD, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.UPGRADED);
  }

  @Test
  void a_file_that_is_sent_is_the_body() {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(FD, GET);
    table.written(FD, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.OPEN);
    Following following = table.following.orElseThrow();
    following.passed(following.conversation(FD).orElseThrow(), 9);
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.NONE);
  }

  @Test
  void chunks_that_were_seen_before_are_an_open_exchange() {
    table.streams.put(FD, Hooks.Stream.CHUNKS);
    farewells.begin();
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.OPEN);
    table.has(FD, FakeTable.ACCEPTED);
    table.received(FD, GET);
    table.written(FD, OK);
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.NONE);
  }

  @Test
  void a_descriptor_that_is_used_again_is_another_client() {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(FD, GET);
    table.written(FD, OK);
    table.received(FD, GET);
    table.following.orElseThrow().changed(FD);
    assertThat(farewells.told(FD, PEER)).isFalse();
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.UNKNOWN);
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(CLOSED);
    assertThat(farewells.told()).isEqualTo(2);
  }

  @Test
  void after_the_end_nothing_is_changed() {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(FD, GET);
    farewells.end();
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    assertThat(farewells.told()).isZero();
  }

  @Test
  void a_change_that_is_half_sent_at_the_end_is_finished_and_then_nothing_is_changed() {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(FD, GET);
    int taken = 25;
    String rest = table.writtenInPart(FD, OK, taken);
    farewells.end();
    assertThat(CLOSED.substring(0, taken) + table.written(FD, rest)).isEqualTo(CLOSED);
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    farewells.begin();
    table.has(FD, FakeTable.READ);
    assertThat(table.written(FD, OK)).isEqualTo(CLOSED);
  }

  @Test
  void a_response_says_nothing_while_something_of_the_client_has_not_been_read() {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(FD, GET);
    table.unread.add(FD);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
    table.unread.clear();
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(CLOSED);
  }

  @Test
  void http2_of_a_server_whose_sessions_nobody_knows_is_said_once() throws Exception {
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    table.received(FD, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    Until.holds(
        "it is said",
        () -> {
          assertThat(farewells.exchange(FD)).isEqualTo(Exchange.UNKNOWN);
          return log.text().contains("cannot be told to go elsewhere");
        });
    farewells.exchange(FD);
    assertThat(log.text()).containsOnlyOnce("HTTP/2 clients of this server");
  }

  @Test
  void nothing_is_said_of_http2_where_the_sessions_are_known() throws Exception {
    sessions.accept(session);
    table.has(FD, FakeTable.ACCEPTED);
    farewells.begin();
    Http2Connections http2 = table.following.orElseThrow().http2();
    table.received(FD, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    Until.holds("it should be known", http2::shouldBeKnown);
    farewells.exchange(FD);
    assertThat(log.text()).doesNotContain("HTTP/2 clients of this server");
  }

  @Test
  void behind_encryption_a_client_is_known_by_the_descriptor_it_was_read_from() {
    Object engine = new Object();
    table.has(FD, FakeTable.READ);
    table.lastRead = OptionalInt.of(FD);
    farewells.begin();
    // The bytes on the descriptor itself are no HTTP.
    table.received(FD, "\u0017\u0003\u0003");
    table.received(engine, GET);
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.OPEN);
    assertThat(table.written(engine, OK)).isEqualTo(CLOSED);
    assertThat(table.written(FD, "\u0017\u0003\u0003")).isEqualTo("\u0017\u0003\u0003");
    assertThat(farewells.exchange(FD)).isEqualTo(Exchange.NONE);
    assertThat(farewells.told(FD, PEER)).isTrue();
    assertThat(farewells.told()).isEqualTo(1);
    table.following.orElseThrow().changed(FD);
    assertThat(farewells.told(FD, PEER)).isFalse();
    farewells.end();
    table.received(engine, GET);
    assertThat(table.written(engine, OK)).isEqualTo(OK);
  }

  @Test
  void after_the_end_nobody_is_looked_up_behind_the_lock_that_all_would_share() {
    CountingEngine engine = new CountingEngine();
    farewells.begin();
    table.received(engine, GET);
    farewells.end();
    assertThat(engine.lookups).isPositive();
    engine.lookups = 0;
    table.received(engine, GET);
    assertThat(table.written(engine, OK)).isEqualTo(OK);
    assertThat(engine.lookups).isZero();
    farewells.begin();
    table.received(engine, GET);
    assertThat(table.written(engine, OK)).isEqualTo(OK);
    table.received(engine, GET);
    assertThat(table.written(engine, OK)).isEqualTo(CLOSED);
  }

  @Test
  void a_client_of_http2_is_known_by_its_address_in_either_domain() throws Exception {
    farewells.begin();
    assertThat(farewells.told(FD, PEER)).isFalse();
    farewells.wentAway(InetSocketAddress.createUnresolved("a", 4711));
    farewells.wentAway(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 4711));
    assertThat(farewells.told(FD, PEER)).isTrue();
    assertThat(farewells.told(FD, peer(Socket.AF_INET6, 1, 4711))).isTrue();
    assertThat(farewells.told(FD, peer(Socket.AF_INET, 2, 4711))).isFalse();
    assertThat(farewells.told(FD, peer(Socket.AF_INET, 1, 4712))).isFalse();
    farewells.begin();
    assertThat(farewells.told(FD, PEER)).isFalse();
  }

  @Test
  void an_error_of_ours_does_not_reach_the_application() {
    Log.open(Log.Level.DEBUG);
    farewells.begin();
    farewells.askForClients(
        fd -> {
          throw new IllegalStateException("no such descriptor");
        });
    table.received(FD, GET);
    assertThat(table.written(FD, OK)).isEqualTo(OK);
  }

  /** Counts how often it is looked for in a map. */
  private static final class CountingEngine {
    private int lookups;

    @Override
    public int hashCode() {
      lookups++;
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }
}
