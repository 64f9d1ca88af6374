package io.hotupdate.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Until;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real connections of this process. */
@EnabledOnOs(OS.LINUX)
class ConnectionsTest {
  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private LastOperation last = LastOperation.UNKNOWN;
  private final Connections connections = new Connections(libc, proc, fd -> last);

  private ServerSocketChannel server;
  private SocketChannel client;
  private SocketChannel accepted;

  @BeforeEach
  void connect() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = SocketChannel.open(server.getLocalAddress());
    accepted = server.accept();
    connections.listeningAt(List.of(address()));
  }

  @AfterEach
  void close() throws IOException {
    accepted.close();
    client.close();
    server.close();
  }

  @Test
  void the_connections_of_clients_are_found_and_neither_listeners_nor_own_connections_are()
      throws IOException {
    assertThat(connections.all()).hasSize(1);
    assertThat(connection().peer())
        .hasToString("127.0.0.1:" + ((InetSocketAddress) client.getLocalAddress()).getPort());

    accepted.close();
    assertThat(connections.all()).isEmpty();
  }

  @Test
  void where_nothing_listens_there_are_no_clients() throws IOException {
    assertThat(new Connections(libc, proc, fd -> last).all()).isEmpty();
  }

  @Test
  void a_new_connection_is_quiet() throws IOException {
    assertThat(connection().isBusy()).isFalse();
  }

  @Test
  void a_request_that_was_not_read_makes_a_connection_busy() throws IOException {
    for (LastOperation operation : LastOperation.values()) {
      last = operation;
      send(client);
      Until.holds("the request is there", () -> connection().isBusy());
      receive(accepted);
    }
  }

  @Test
  void a_request_that_was_read_makes_a_connection_busy_until_it_is_answered() throws IOException {
    send(client);
    receive(accepted);
    assertThat(connection().isBusy()).isTrue();

    // The kernel's clock ticks in milliseconds, and within one tick it says busy.
    Until.holds(
        "it is quiet",
        () -> {
          send(accepted);
          receive(client);
          return !connection().isBusy();
        });
  }

  @Test
  void the_order_that_the_hooks_saw_decides() throws IOException {
    send(client);
    receive(accepted);
    send(accepted);
    receive(client);
    last = LastOperation.WRITTEN;
    Until.holds("the answer is acknowledged", () -> !connection().isBusy());
    last = LastOperation.READ;
    assertThat(connection().isBusy()).isTrue();
  }

  @Test
  void an_answer_that_the_client_has_not_taken_makes_a_connection_busy() throws IOException {
    last = LastOperation.WRITTEN;
    accepted.configureBlocking(false);
    ByteBuffer answer = ByteBuffer.allocate(1 << 20);
    while (accepted.write(answer) > 0) {
      answer.clear();
    }

    assertThat(connection().isBusy()).isTrue();
  }

  @Test
  void the_time_since_the_last_byte_is_told() throws IOException {
    last = LastOperation.WRITTEN;
    send(client);
    receive(accepted);
    assertThat(connection().quietMillis()).isLessThan(10_000);
    Until.holds("time goes by", () -> connection().quietMillis() >= 20);
    send(client);
    Until.holds("the clock begins again", () -> connection().quietMillis() < 20);
  }

  @Test
  void a_unix_connection_is_busy_and_quiet_too(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("s"));
    Connections ofUnix = new Connections(libc, proc, fd -> last);
    ofUnix.listeningAt(
        List.of(Address.unix(path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    try (ServerSocketChannel listener =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
        SocketChannel caller = SocketChannel.open(path);
        SocketChannel callee = listener.accept()) {
      // What happened before the hooks stood nobody knows.
      assertThat(ofUnix.all()).hasSize(1).allMatch(Connection::isBusy);
      last = LastOperation.ACCEPTED;
      assertThat(ofUnix.all()).hasSize(1).noneMatch(Connection::isBusy);
      Until.holds("time goes by", () -> ofUnix.all().get(0).quietMillis() >= 5);
      send(caller);
      assertThat(ofUnix.all()).hasSize(1).allMatch(Connection::isBusy);
      receive(callee);
      last = LastOperation.READ;
      assertThat(ofUnix.all()).hasSize(1).allMatch(Connection::isBusy);
      last = LastOperation.WRITTEN;
      assertThat(ofUnix.all()).hasSize(1).noneMatch(Connection::isBusy);
    }
  }

  @Test
  void a_quiet_connection_is_asked_to_end_by_its_end_of_file_and_can_still_answer()
      throws IOException {
    assertThat(connections.endReading(connection())).isTrue();

    assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    send(accepted);
    receive(client);
  }

  /** Linux keeps what comes in after SHUT_RD, so only a server that has seen the end loses it. */
  @Test
  void a_request_that_comes_in_before_the_server_has_seen_the_end_is_read_and_can_be_answered()
      throws IOException {
    assertThat(connections.endReading(connection())).isTrue();

    send(client);
    Until.holds("the request is there", () -> connection().isBusy());
    receive(accepted);
    send(accepted);
    receive(client);
    assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
  }

  @Test
  void a_descriptor_that_was_closed_and_used_again_is_left_alone() throws IOException {
    Connection connection = connection();
    int[] pair = libc.socketPair();
    accepted.close();
    libc.replace(pair[0], connection.fd(), true);
    try {
      assertThat(connections.endReading(connection)).isFalse();

      libc.write(pair[1], new byte[1], 1);
      assertThat(libc.read(connection.fd(), new byte[2])).isEqualTo(1);
    } finally {
      libc.close(connection.fd());
      libc.close(pair[0]);
      libc.close(pair[1]);
    }
  }

  @Test
  void a_descriptor_that_is_closed_is_left_alone() throws IOException {
    Connection now = connection();
    Connection gone =
        new Connection(
            999_999,
            now.cookie(),
            now.local(),
            now.peer(),
            now.activity(),
            now.quietMillis(),
            now.ageMillis(),
            now.received(),
            now.sent(),
            now.reader(),
            now.exchange(),
            now.told(),
            now.heardMillis(),
            now.unsent());

    int before = proc.sockets().size();
    assertThat(connections.endReading(gone)).isFalse();
    assertThat(proc.sockets()).hasSize(before);
  }

  @Test
  void those_at_other_addresses_are_told_on_request_and_not_remembered() throws IOException {
    Connections fresh = new Connections(libc, proc, fd -> last);
    assertThat(fresh.at(Set.of(address()))).hasSize(1);
    assertThat(fresh.at(Set.of())).isEmpty();
    assertThat(fresh.all()).isEmpty();
    assertThat(connections.at(Set.of())).isEmpty();
    assertThat(connections.all()).hasSize(1);
  }

  @Test
  void where_the_client_has_connected_to_and_what_went_to_and_fro_is_told() throws IOException {
    assertThat(connection().local()).hasToString(address().toString());
    assertThat(connection().received()).hasValue(0);
    assertThat(connection().sent()).hasValue(0);
    for (int i = 0; i < 3; i++) {
      send(client);
      receive(accepted);
    }
    send(accepted);
    receive(client);
    assertThat(connection().received()).hasValue(3);
    Until.holds("the answer is acknowledged", () -> connection().sent().getAsLong() == 1);
  }

  @Test
  void the_age_is_told_where_the_accept_was_seen() throws IOException {
    assertThat(connection().ageMillis()).isEmpty();
    HooksOfTest hooks = new HooksOfTest();
    hooks.acceptedAt = OptionalLong.of(System.nanoTime() - 5_000_000_000L);
    long age = only(hooks).ageMillis().getAsLong();
    assertThat(age).isBetween(5_000L, 15_000L);
  }

  @Test
  void a_connection_that_is_closed_while_it_is_looked_at_does_no_harm() throws IOException {
    HooksOfTest hooks =
        new HooksOfTest() {
          private boolean asked;

          @Override
          public OptionalLong acceptedAt(int fd) {
            OptionalLong answer = asked ? OptionalLong.empty() : OptionalLong.of(System.nanoTime());
            asked = true;
            return answer;
          }
        };
    assertThat(only(hooks).ageMillis()).isPresent();
  }

  @Test
  void the_thread_that_reads_from_one_connection_only_is_told() throws IOException {
    HooksOfTest hooks = new HooksOfTest();
    assertThat(only(hooks).reader()).isEmpty();
    hooks.lastReader = OptionalLong.of(7);
    hooks.faithfulReader = OptionalLong.of(7);
    assertThat(only(hooks).reader()).hasValue(7);
    // Since then it has read from another.
    hooks.faithfulReader = OptionalLong.empty();
    assertThat(only(hooks).reader()).isEmpty();
  }

  @Test
  void a_thread_that_reads_from_several_may_be_at_work_on_any_of_them() throws IOException {
    HooksOfTest hooks = new HooksOfTest();
    hooks.lastReader = OptionalLong.of(7);
    hooks.faithfulReader = OptionalLong.of(7);
    try (SocketChannel other = SocketChannel.open(server.getLocalAddress());
        SocketChannel second = server.accept()) {
      assertThat(other.isConnected() && second.isConnected()).isTrue();
      assertThat(new Connections(libc, proc, hooks).at(Set.of(address())))
          .hasSize(2)
          .allMatch(connection -> connection.reader().isEmpty());
    }
    assertThat(only(hooks).reader()).hasValue(7);
  }

  @Test
  void an_open_exchange_is_busy_however_long_it_is_silent() throws IOException {
    HooksOfTest hooks = new HooksOfTest();
    hooks.last = LastOperation.WRITTEN;
    hooks.exchange = Exchange.OPEN;
    assertThat(only(hooks).isBusy()).isTrue();
  }

  @Test
  void without_an_open_exchange_only_bytes_that_wait_make_a_connection_busy() throws IOException {
    HooksOfTest hooks = new HooksOfTest();
    hooks.last = LastOperation.READ;
    hooks.exchange = Exchange.NONE;
    send(client);
    Until.holds("the request is there", () -> only(hooks).isBusy());
    receive(accepted);
    assertThat(only(hooks).isBusy()).isFalse();
  }

  @Test
  void a_stream_is_busy_only_while_bytes_go_to_and_fro() throws IOException {
    HooksOfTest hooks = new HooksOfTest();
    hooks.last = LastOperation.READ;
    hooks.exchange = Exchange.UPGRADED;
    Until.holds(
        "it is busy with a byte",
        () -> {
          send(client);
          receive(accepted);
          return only(hooks).isBusy();
        });
    assertThat(only(hooks).isStream()).isTrue();
    Until.holds("it rests", () -> !only(hooks).isBusy());
    send(client);
    Until.holds("a byte waits", () -> only(hooks).isBusy());
  }

  @Test
  void whether_a_client_was_told_and_when_it_was_last_heard_is_told() throws IOException {
    HooksOfTest hooks = new HooksOfTest();
    assertThat(only(hooks).told()).isFalse();
    hooks.told = true;
    assertThat(only(hooks).told()).isTrue();
    send(client);
    receive(accepted);
    Until.holds(
        "the client is silent and the server is not",
        () -> {
          send(accepted);
          receive(client);
          return only(hooks).heardMillis() >= 20 && only(hooks).quietMillis() < 20;
        });
  }

  @Test
  void what_the_client_has_not_taken_is_counted() throws IOException {
    assertThat(connection().unsent()).isZero();
    accepted.configureBlocking(false);
    ByteBuffer answer = ByteBuffer.allocate(1 << 20);
    while (accepted.write(answer) > 0) {
      answer.clear();
    }
    assertThat(connection().unsent()).isPositive();
  }

  @Test
  void a_unix_connection_is_what_its_exchange_says(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress path = UnixDomainSocketAddress.of(directory.resolve("s"));
    HooksOfTest hooks = new HooksOfTest();
    Connections ofUnix = new Connections(libc, proc, hooks);
    ofUnix.listeningAt(
        List.of(Address.unix(path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    try (ServerSocketChannel listener =
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(path);
        SocketChannel caller = SocketChannel.open(path);
        SocketChannel callee = listener.accept()) {
      assertThat(caller.isConnected() && callee.isConnected()).isTrue();
      hooks.exchange = Exchange.NONE;
      assertThat(ofUnix.all()).hasSize(1).noneMatch(Connection::isBusy);
      hooks.exchange = Exchange.UPGRADED;
      assertThat(ofUnix.all()).hasSize(1).noneMatch(Connection::isBusy);
      hooks.last = LastOperation.WRITTEN;
      hooks.exchange = Exchange.OPEN;
      assertThat(ofUnix.all()).hasSize(1).allMatch(Connection::isBusy);
      Until.holds("time goes by", () -> ofUnix.all().get(0).heardMillis() >= 5);
    }
  }

  @Test
  void a_quiet_connection_on_which_a_request_has_come_in_since_is_left_alone() throws IOException {
    Connection quiet = connection();
    assertThat(quiet.isBusy()).isFalse();
    send(client);
    Until.holds("the request is there", () -> connection().isBusy());

    assertThat(connections.endReading(quiet)).isFalse();
    receive(accepted);
    assertThat(connections.endReading(quiet)).isTrue();
  }

  private Connection only(Seen hooks) throws IOException {
    List<Connection> found = new Connections(libc, proc, hooks).at(Set.of(address()));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Says the same of every descriptor. */
  private static class HooksOfTest implements Seen {
    private LastOperation last = LastOperation.READ;
    private Exchange exchange = Exchange.UNKNOWN;
    private boolean told;
    private OptionalLong acceptedAt = OptionalLong.empty();
    private OptionalLong lastReader = OptionalLong.empty();
    private OptionalLong faithfulReader = OptionalLong.empty();

    @Override
    public LastOperation lastOperation(int fd) {
      return last;
    }

    @Override
    public Exchange exchange(int fd) {
      return exchange;
    }

    @Override
    public boolean told(int fd, Address peer) {
      return told;
    }

    @Override
    public OptionalLong acceptedAt(int fd) {
      return acceptedAt;
    }

    @Override
    public OptionalLong lastReader(int fd) {
      return lastReader;
    }

    @Override
    public OptionalLong faithfulReader(int fd) {
      return faithfulReader;
    }
  }

  private Connection connection() throws IOException {
    return connections.all().get(0);
  }

  private Address address() throws IOException {
    InetSocketAddress local = (InetSocketAddress) server.getLocalAddress();
    return Address.internet(Socket.AF_INET, local.getAddress().getAddress(), local.getPort(), 0);
  }

  private static void send(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap(new byte[] {'x'}));
  }

  private static void receive(SocketChannel channel) throws IOException {
    assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(1);
  }
}
