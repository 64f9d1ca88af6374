package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for every kind of server; frame by frame. RFC 9113 section 6.8. */
abstract class GoAwayContract {
  @RegisterExtension private final CapturedLog log = new CapturedLog();

  private final Sessions sessions = new Sessions();
  private final List<SocketAddress> told = new CopyOnWriteArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();
  private TestServer server;

  abstract TestServer start() throws Exception;

  /** The headers of every request. */
  Map<String, String> headers() {
    return Map.of();
  }

  /** How a text is sent in a body. */
  byte[] message(String text) {
    return text.getBytes(US_ASCII);
  }

  @BeforeEach
  void startServer() throws Exception {
    server = start();
  }

  @AfterEach
  void stopServer() throws Exception {
    sessions.end();
    server.held().countDown();
    clients.forEach(RawClient::close);
    server.stop();
    assertThat(log.text()).doesNotContain("cannot be told");
  }

  @Test
  void an_idle_connection_is_told() throws IOException {
    RawClient client = connected();

    sessions.begin(told::add);

    assertGraceful(client.awaitGoAway());
    Until.holds("told", () -> told.equals(List.of(client.address())));
    assertThat(sessions.told()).isEqualTo(1);
  }

  @Test
  void the_server_does_not_close_what_it_has_told() throws IOException {
    RawClient client = connected();

    sessions.begin(told::add);
    client.awaitGoAway();

    client.ping();
    client.ping();
    assertThat(client.goAways()).hasSize(1);
  }

  @Test
  void a_stream_under_way_is_served_to_its_end() throws IOException {
    RawClient client = connected();
    int stream = client.open("/held", false);
    client.data(stream, message(""), true);
    client.awaitData(stream);

    sessions.begin(told::add);
    assertGraceful(client.awaitGoAway());
    server.held().countDown();

    assertThat(client.response(stream)).isEqualTo(messages("be", "gun"));
    client.ping();
    assertThat(client.goAways()).hasSize(1);
  }

  @Test
  void an_upload_under_way_is_taken_to_its_end() throws IOException {
    RawClient client = connected();
    byte[] whole = message("one half and the other");
    int stream = client.open("/echo", false);
    client.data(stream, slice(whole, 0, 10), false);
    client.ping();

    sessions.begin(told::add);
    assertGraceful(client.awaitGoAway());
    client.data(stream, slice(whole, 10, whole.length), true);

    assertThat(client.response(stream)).isEqualTo(whole);
  }

  @Test
  void a_request_that_comes_after_the_notice_is_answered() throws IOException {
    RawClient client = connected();

    sessions.begin(told::add);
    client.awaitGoAway();

    assertThat(request(client, "after")).isEqualTo(message("after"));
    assertThat(request(client, "and again")).isEqualTo(message("and again"));
    assertThat(client.goAways()).hasSize(1);
  }

  @Test
  void requests_that_cross_the_notice_are_all_answered() throws IOException {
    RawClient client = connected();
    List<Integer> streams = new ArrayList<>();

    for (int i = 0; i < 60; i++) {
      if (i == 20) {
        sessions.begin(told::add);
      }
      int stream = client.open("/echo", false);
      client.data(stream, message("crossing"), true);
      streams.add(stream);
    }

    for (int stream : streams) {
      assertThat(client.response(stream)).isEqualTo(message("crossing"));
    }
    assertGraceful(client.awaitGoAway());
    client.ping();
  }

  @Test
  void a_connection_made_during_the_drain_is_told_when_it_is_set_up() throws IOException {
    sessions.begin(told::add);

    RawClient client = connected();

    assertGraceful(client.awaitGoAway());
    Until.holds("told", () -> told.equals(List.of(client.address())));
    assertThat(request(client, "still served")).isEqualTo(message("still served"));
  }

  @Test
  void after_the_end_nobody_is_told_until_the_next_drain() throws IOException {
    RawClient before = connected();
    sessions.begin(told::add);
    before.awaitGoAway();

    sessions.end();
    RawClient after = connected();
    after.ping();
    after.ping();

    assertThat(after.goAways()).isEmpty();
    sessions.begin(told::add);
    assertGraceful(after.awaitGoAway());
  }

  @Test
  void a_session_that_gets_many_frames_is_told_once() throws IOException {
    RawClient client = connected();
    sessions.begin(told::add);
    client.awaitGoAway();

    server.sessions().forEach(sessions);
    server.sessions().forEach(sessions);
    client.ping();
    client.ping();

    assertThat(client.goAways()).hasSize(1);
    assertThat(sessions.told()).isEqualTo(1);
  }

  @Test
  void a_session_serves_until_its_connection_has_ended() throws Exception {
    List<Server> all = Server.all(new Members(type -> {}));
    RawClient client = connected();
    Object session = server.sessions().iterator().next();
    Server kind = Server.of(session, all).orElseThrow();
    assertThat(kind.serves(session)).isTrue();

    client.close();

    Until.holds("the server has seen the end", () -> !serves(kind, session));
  }

  private static boolean serves(Server kind, Object session) {
    try {
      return kind.serves(session);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("not as it was", e);
    }
  }

  /** A client whose session has had its first request. */
  private RawClient connected() throws IOException {
    RawClient client = new RawClient(server.port(), headers());
    clients.add(client);
    assertThat(request(client, "first")).isEqualTo(message("first"));
    server.sessions().forEach(sessions);
    return client;
  }

  private byte[] request(RawClient client, String text) throws IOException {
    int stream = client.open("/echo", false);
    client.data(stream, message(text), true);
    return client.response(stream);
  }

  private byte[] messages(String first, String second) {
    byte[] one = message(first);
    byte[] two = message(second);
    byte[] both = new byte[one.length + two.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static void assertGraceful(Frame goAway) {
    assertThat(goAway.stream()).isZero();
    assertThat(goAway.payload().limit()).as("no debug data").isEqualTo(8);
    assertThat(goAway.payload().getInt(0)).as("last stream").isEqualTo(Integer.MAX_VALUE);
    assertThat(goAway.payload().getInt(4)).as("NO_ERROR").isZero();
  }
}
