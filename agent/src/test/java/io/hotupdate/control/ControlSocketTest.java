package io.hotupdate.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import io.hotupdate.generation.Answer;
import io.hotupdate.generation.Endings;
import io.hotupdate.generation.Event;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Real clients at a real socket. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ControlSocketTest {
  private static final int EMFILE = 24;
  private static final Duration PATIENCE = Duration.ofMillis(700);
  private static final String STATUS =
      "generation number=1 pid=4711 state=serving since=0 agent=0.1.0 live=0 busy=0\nend\n";

  @RegisterExtension final CapturedLog log = new CapturedLog();
  @TempDir Path temporary;

  private final FakeOrders orders = new FakeOrders();
  private final Libc libc = RealLibc.get();
  private final List<SocketChannel> clients = new ArrayList<>();
  private final AtomicInteger excluded = new AtomicInteger(-1);
  private ControlSocket socket;

  @BeforeEach
  void open() throws IOException {
    socket = open(libc);
  }

  private ControlSocket open(Libc with) throws IOException {
    ControlDirectory directory = ControlDirectory.prepare(libc, temporary.resolve("control"));
    return ControlSocket.open(
        with, directory, new Peers(with, orders, "0.1.0", PATIENCE), excluded::set);
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    socket.close();
    Until.holds("all peers are forgotten", () -> peerThreads() == 0);
  }

  @Test
  void it_has_the_name_of_the_process_and_belongs_to_its_user_alone() throws IOException {
    assertThat(socket.path())
        .isEqualTo(temporary.resolve("control/" + ProcessHandle.current().pid() + ".sock"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.path())))
        .isEqualTo("rw-------");
  }

  @Test
  void the_listeners_are_told_of_it_and_no_child_inherits_it() throws IOException {
    assertThat(libc.option(excluded.get(), Socket.SOL_SOCKET, Socket.SO_ACCEPTCONN)).isEqualTo(1);
    assertThat(libc.closeOnExec(excluded.get())).isTrue();
    SocketChannel client = connect();
    Until.holds("it is accepted", () -> peerThreads() == 1);
    Proc proc = new Proc(Path.of("/proc/self"));
    for (int fd : proc.sockets().keySet()) {
      if (libc.localAddress(fd).toString().equals("unix:" + socket.path())) {
        assertThat(libc.closeOnExec(fd)).isTrue();
      }
    }
    client.close();
  }

  @Test
  void whoever_asks_for_the_status_gets_it() throws IOException {
    assertThat(ask("status\n")).isEqualTo(STATUS);
    assertThat(ask("status deep\n")).isEqualTo(STATUS);
    assertThat(ask("status\nand something behind it\n")).isEqualTo(STATUS);
  }

  @Test
  void a_request_that_comes_in_pieces_is_understood() throws IOException {
    SocketChannel client = connect();
    for (String piece : new String[] {"s", "tat", "us", "\n"}) {
      send(client, piece);
    }
    assertThat(readAll(client)).isEqualTo(STATUS);
  }

  @Test
  void whoever_asks_for_an_update_is_told_what_comes_of_it() throws IOException {
    SocketChannel client = connect();
    send(client, "update\n");
    assertThat(read(client, "begun\n")).isEqualTo("began generation=2 pid=12\nbegun\n");
    orders.happen(new Event.UpdateFailed(2, Duration.ofMillis(7), "died", List.of("last words")));
    assertThat(read(client, "words\n"))
        .isEqualTo("failed generation=2 after=7 reason=died lines=1\noutput line=last+words\n");
    assertThat(orders.given).hasValue(1);
  }

  @Test
  void where_nothing_follows_the_connection_is_closed() throws IOException {
    orders.answer = CompletableFuture.completedFuture(new Answer.Elsewhere(99));
    assertThat(ask("rollback\n")).isEqualTo("elsewhere pid=99\n");
    orders.answer = CompletableFuture.completedFuture(new Answer.Refused("no probation"));
    assertThat(ask("rollback\n")).isEqualTo("refused reason=no+probation\n");
    orders.answer = CompletableFuture.failedFuture(new IllegalStateException("broken"));
    assertThat(ask("rollback\n")).startsWith("error reason=").contains("broken");
    Until.holds("nobody is told any more", orders.observers::isEmpty);
  }

  @Test
  void who_has_gone_is_told_nothing_any_more() throws IOException {
    for (int round = 0; round < 2; round++) {
      List<SocketChannel> all = new ArrayList<>();
      for (int i = 0; i < Peers.MOST; i++) {
        SocketChannel client = connect();
        send(client, "update\n");
        read(client, "begun\n");
        all.add(client);
      }
      for (SocketChannel client : all) {
        client.close();
      }
      Until.holds("they are forgotten, though nothing happens", orders.observers::isEmpty);
    }
  }

  @Test
  void who_can_only_listen_is_still_there() throws IOException {
    SocketChannel client = connect();
    send(client, "update\n");
    client.shutdownOutput();
    read(client, "begun\n");
    long begin = System.nanoTime();
    Until.holds(
        "it was looked at", () -> System.nanoTime() - begin > Duration.ofMillis(1500).toNanos());
    orders.happen(new Event.RolledBack(2));
    assertThat(read(client, "rolledback generation=2\n")).isNotEmpty();
  }

  @Test
  void garbage_is_answered_by_what_is_allowed() throws IOException {
    for (String garbage : new String[] {"\n", "GET / HTTP/1.1\r\n\r\n", "update 12\n", "\0\1\n"}) {
      assertThat(ask(garbage)).startsWith("error reason=unknown+request").contains("rollback");
    }
    assertThat(ask("\u00e4\ud83d\ude00\n")).contains("%C3%A4%F0%9F%98%80");
    assertThat(orders.given).hasValue(0);
  }

  @Test
  void an_endless_line_is_read_to_the_limit_only() throws IOException {
    SocketChannel client = connect();
    client.configureBlocking(false);
    ByteBuffer endless = ByteBuffer.wrap("x".repeat(10_000).getBytes(UTF_8));
    assertThatThrownBy(
            () -> {
              while (true) {
                client.write(endless.rewind());
              }
            })
        .isInstanceOf(IOException.class);
    // The longest that fits.
    assertThat(ask("status" + " ".repeat(1024 - 7) + "\n")).contains("unknown+request");
    assertThat(ask("status" + " ".repeat(1024 - 6) + "\n")).contains("at+most+1024+bytes");
  }

  @Test
  void who_goes_without_a_word_or_in_the_middle_of_one_is_forgotten() throws IOException {
    connect().close();
    SocketChannel client = connect();
    send(client, "upda");
    client.close();
    SocketChannel half = connect();
    send(half, "upda");
    half.shutdownOutput();
    assertThat(readAll(half)).isEmpty();
    assertThat(orders.given).hasValue(0);
  }

  @Test
  void half_a_line_and_then_silence_is_waited_for_only_so_long() throws IOException {
    SocketChannel client = connect();
    send(client, "stat");
    AtomicBoolean over = new AtomicBoolean();
    Thread drip = new Thread(() -> dripUntil(client, over));
    drip.start();
    try {
      assertThat(readAll(client)).contains("no+request+within+700+ms");
    } finally {
      over.set(true);
    }
  }

  private static void dripUntil(SocketChannel client, AtomicBoolean over) {
    try {
      while (!over.get()) {
        send(client, "x");
        LockSupport.parkNanos(PATIENCE.toNanos() / 10);
      }
    } catch (IOException closed) {
      over.set(true);
    }
  }

  @Test
  void hundreds_of_idle_peers_keep_nobody_out_and_cost_few_threads() throws IOException {
    for (int i = 0; i < 300; i++) {
      connect();
      // Some have been sent away and are just about to end.
      assertThat(peerThreads()).isLessThan(2 * Peers.MOST);
    }
    assertThat(ask("status\n")).isEqualTo(STATUS);
  }

  @Test
  void who_has_said_what_it_wants_is_not_sent_away_for_an_idle_one() throws IOException {
    SocketChannel waiting = connect();
    send(waiting, "update\n");
    read(waiting, "begun\n");
    for (int i = 0; i < 3 * Peers.MOST; i++) {
      connect();
    }
    assertThat(ask("status\n")).isEqualTo(STATUS);
    orders.happen(new Event.RolledBack(2));
    assertThat(read(waiting, "rolledback generation=2\n")).isNotEmpty();
  }

  @Test
  void one_that_never_reads_stops_nobody_and_is_dropped() throws IOException {
    SocketChannel deaf = connect();
    send(deaf, "update\n");
    Until.holds("it is told what happens", () -> orders.observers.size() == 1);
    String reason = "x".repeat(10_000);
    for (int i = 0; i < 1_000; i++) {
      orders.happen(new Event.TookBack(2, reason));
    }
    assertThat(ask("status\n")).isEqualTo(STATUS);
    Until.holds("it is dropped", orders.observers::isEmpty);
  }

  @Test
  void one_that_does_not_take_a_long_answer_is_dropped() throws IOException {
    orders.state = "x".repeat(10_000_000);
    SocketChannel deaf = connect();
    send(deaf, "status\n");
    Until.holds("it is served", () -> peerThreads() == 1);
    Until.holds("it is dropped", () -> peerThreads() == 0);
  }

  @Test
  void who_is_neither_the_owner_nor_root_is_not_heard() throws IOException {
    socket.close();
    socket = open(callerIs(libc.user() + 1));
    assertThatThrownBy(
            () -> {
              SocketChannel client = connect();
              send(client, "update\n");
              assertThat(readAll(client)).isEmpty();
              throw new IOException("closed without an answer");
            })
        .isInstanceOf(IOException.class);
    assertThat(orders.given).hasValue(0);
    socket.close();
    socket = open(callerIs(0));
    assertThat(ask("status\n")).isEqualTo(STATUS);
  }

  private Libc callerIs(int user) {
    byte[] credentials =
        ByteBuffer.allocate(12).order(ByteOrder.nativeOrder()).putInt(1).putInt(user).array();
    return LibcProxy.before(
        (name, arguments) ->
            name.equals("option")
                    && arguments.length == 4
                    && arguments[2].equals(Socket.SO_PEERCRED)
                ? given -> credentials
                : null,
        libc);
  }

  @Test
  void where_no_descriptor_is_left_it_is_said_once_and_goes_on_later() throws IOException {
    socket.close();
    AtomicInteger refusals = new AtomicInteger();
    Libc full =
        LibcProxy.before(
            (name, arguments) ->
                name.equals("accept") && refusals.incrementAndGet() <= 3
                    ? LibcProxy.refuse("accept", EMFILE)
                    : null,
            libc);
    socket = open(full);
    assertThat(ask("status\n")).isEqualTo(STATUS);
    assertThat(log.text().split("the command line must wait", -1)).hasSize(2);
  }

  @Test
  void its_own_old_socket_is_replaced_but_not_one_that_somebody_answers_on() throws IOException {
    assertThatThrownBy(() -> open(libc))
        .hasMessageContaining("belongs to another process")
        .hasMessageContaining("HOTUPDATE_CONTROL");
    assertThat(ask("status\n")).isEqualTo(STATUS);
    Path path = socket.path();
    socket.close();
    ControlDirectoryTest.leaveSocket(path);
    socket = open(libc);
    assertThat(ask("status\n")).isEqualTo(STATUS);
  }

  @Test
  void at_the_end_it_is_removed_and_a_socket_of_somebody_else_is_not() throws IOException {
    Path path = socket.path();
    socket.close();
    assertThat(path).doesNotExist();
    socket = open(libc);
    Files.delete(path);
    ControlDirectoryTest.leaveSocket(path);
    socket.close();
    assertThat(path).exists();
  }

  @Test
  void at_the_end_the_last_words_are_sent() throws IOException {
    SocketChannel client = connect();
    send(client, "update\n");
    read(client, "begun\n");
    orders.happen(new Event.Drained(1, new Endings(1, 2, 3, 4, 5), Duration.ZERO));
    socket.close();
    // Whoever has sent it need not run any more.
    client.configureBlocking(false);
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    client.read(buffer);
    assertThat(new String(buffer.array(), 0, buffer.position(), UTF_8)).startsWith("drained ");
  }

  @Test
  void a_path_that_is_too_long_is_said() throws IOException {
    Path deep = temporary.resolve("x".repeat(100));
    assertThatThrownBy(
            () ->
                ControlSocket.open(
                    libc,
                    ControlDirectory.prepare(libc, deep),
                    new Peers(libc, orders, "0.1.0", PATIENCE),
                    excluded::set))
        .hasMessageContaining("too long")
        .hasMessageContaining("HOTUPDATE_CONTROL");
  }

  private static long peerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("hotupdate-control-peer"))
        .count();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
    clients.add(client);
    return client;
  }

  private String ask(String request) throws IOException {
    try (SocketChannel client = connect()) {
      send(client, request);
      return readAll(client);
    }
  }

  private static void send(SocketChannel client, String text) throws IOException {
    client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /** Until the other end closes, be it with something unread. */
  private static String readAll(SocketChannel client) throws IOException {
    StringBuilder text = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    try {
      while (client.read(buffer.clear()) >= 0) {
        text.append(new String(buffer.array(), 0, buffer.position(), UTF_8));
      }
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    return text.toString();
  }

  private static String read(SocketChannel client, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    var in = Channels.newInputStream(client);
    while (text.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as("after %s", text).isNotNegative();
      text.append((char) next);
    }
    return text.toString();
  }
}
