package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import io.hotupdate.connection.Connections;
import io.hotupdate.connection.Exchange;
import io.hotupdate.connection.Farewell;
import io.hotupdate.connection.LastOperation;
import io.hotupdate.connection.Seen;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.linux.Socket;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.ListenerId;
import io.hotupdate.listener.Listeners;
import io.hotupdate.listener.PortRange;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A drain of a real connection of this process. */
@EnabledOnOs(OS.LINUX)
class DrainOfConnectionsTest {
  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final HooksOfTest hooks = new HooksOfTest();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean farewellFails;
  private volatile boolean lookFails;
  private volatile int told;

  private ServerSocketChannel server;
  private SocketChannel client;
  private SocketChannel accepted;

  @BeforeEach
  void connect() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = SocketChannel.open(server.getLocalAddress());
    accepted = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    accepted.close();
    client.close();
    server.close();
  }

  @Test
  void clients_are_told_once_the_gates_are_closed_and_who_was_there_is_known() throws Exception {
    Drain drain = start("");
    Until.holds("it looks", () -> calls.size() >= 4);
    drain.stop();

    List<String> made = List.copyOf(calls);
    assertThat(made.subList(0, 3)).containsExactly("gates", "look", "begin");
    assertThat(made).containsOnlyOnce("begin", "end");
    assertThat(made.indexOf("end")).isGreaterThan(made.lastIndexOf("gates"));
  }

  @Test
  void clients_that_cannot_be_told_hold_up_neither_drain_nor_rollback() throws Exception {
    farewellFails = true;
    accepted.close();
    start("drainTimeout=1h");
    awaitEnd();
    assertThat(log.text()).contains("clients cannot be told").contains("drained in");

    calls.clear();
    Drain second = start("drainTimeout=1h,probation=1h");
    Until.holds("it has begun", () -> calls.contains("begin"));
    second.stop();
    assertThat(calls).contains("end");
  }

  @Test
  void what_ends_by_itself_or_having_been_told_is_counted_so() throws Exception {
    start("drainTimeout=1h,idleTimeout=1h");
    Until.holds("it has looked", () -> calls.contains("begin"));
    told = 1;
    accepted.close();

    assertThat(awaitEnd()).isEqualTo(new Endings(0, 1, 0, 0, 0));
  }

  @Test
  void a_quiet_connection_is_closed_and_counted_so() throws Exception {
    start("drainTimeout=1h,idleTimeout=300ms");
    assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    accepted.close();

    assertThat(awaitEnd()).isEqualTo(new Endings(0, 0, 1, 0, 0));
    assertThat(log.text())
        .contains(
            "1 connections, 0 ended by themselves, 0 were told to close, 1 were quiet and closed,"
                + " 0 were streams and closed, 0 cut");
  }

  @Test
  void an_open_exchange_that_is_silent_for_long_is_not_closed_as_quiet() throws Exception {
    hooks.exchange = Exchange.OPEN;
    start("drainTimeout=1h,idleTimeout=0s,streamTimeout=0s,closeSpread=0s");
    int before = calls.size();
    Until.holds("it looks again and again", () -> calls.size() > before + 6);
    assertThat(isClosed()).isFalse();

    hooks.exchange = Exchange.NONE;
    Until.holds("it is closed", this::isClosed);
  }

  @Test
  void a_stream_has_a_limit_of_its_own() throws Exception {
    hooks.exchange = Exchange.UPGRADED;
    long begin = System.nanoTime();
    start("drainTimeout=1h,idleTimeout=0s,streamTimeout=1s,closeSpread=100ms");
    Until.holds("it is closed", this::isClosed);
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(1_000_000_000L);
    accepted.close();

    assertThat(awaitEnd()).isEqualTo(new Endings(0, 0, 0, 1, 0));
  }

  @Test
  void what_is_still_busy_at_the_limit_is_cut_and_named() throws Exception {
    hooks.exchange = Exchange.OPEN;
    Until.holds(
        "no request has just come in",
        () -> connections().at(Set.of(address())).get(0).heardMillis() >= 2000);
    start("drainTimeout=100ms");

    assertThat(awaitEnd()).isEqualTo(new Endings(0, 0, 0, 0, 1));
    assertThat(log.text())
        .contains("drain limit of 100 ms reached: 1 connections")
        .contains("1 cut: 127.0.0.1:" + port() + " busy");
  }

  @Test
  void at_the_limit_a_quiet_connection_is_closed_and_given_a_moment_for_it() throws Exception {
    hooks.exchange = Exchange.NONE;
    start("drainTimeout=0s,idleTimeout=1h");
    assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    accepted.close();

    assertThat(awaitEnd()).isEqualTo(new Endings(0, 0, 1, 0, 0));
  }

  @Test
  void a_request_that_has_just_come_in_is_served_beyond_the_limit() throws Exception {
    client.write(ByteBuffer.wrap(new byte[] {'x'}));
    assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(1);
    hooks.exchange = Exchange.OPEN;
    start("drainTimeout=0s");
    Until.holds("it gets its time", () -> log.text().contains("some get a moment more"));
    assertThat(done.getCount()).isEqualTo(1);
    accepted.write(ByteBuffer.wrap(new byte[] {'y'}));
    accepted.close();

    assertThat(awaitEnd()).isEqualTo(new Endings(1, 0, 0, 0, 0));
  }

  @Test
  void output_of_which_the_client_still_takes_is_sent_beyond_the_limit() throws Exception {
    accepted.configureBlocking(false);
    ByteBuffer answer = ByteBuffer.allocate(1 << 20);
    long written = 0;
    for (int count = accepted.write(answer); count > 0; count = accepted.write(answer)) {
      written += count;
      answer.clear();
    }
    hooks.exchange = Exchange.OPEN;
    start("drainTimeout=0s");
    Until.holds("it gets its time", () -> log.text().contains("some get a moment more"));
    assertThat(done.getCount()).isEqualTo(1);
    for (long read = 0; read < written; ) {
      read += client.read(ByteBuffer.allocate(1 << 16));
    }
    accepted.close();

    assertThat(awaitEnd()).isEqualTo(new Endings(1, 0, 0, 0, 0));
  }

  @Test
  void what_was_last_seen_counts_as_cut_where_nobody_knows_what_is_open() throws Exception {
    hooks.exchange = Exchange.OPEN;
    start("drainTimeout=1s");
    Until.holds("it has looked", () -> calls.contains("begin"));
    lookFails = true;

    assertThat(awaitEnd()).isEqualTo(new Endings(0, 0, 0, 0, 1));
    assertThat(log.text()).contains("the drain is held up").contains("drain limit of 1.0 s");
  }

  @Test
  void who_stops_a_drain_does_not_wait_for_a_look_at_thousands_of_connections() throws Exception {
    Drain drain = start("drainTimeout=1h");
    Until.holds("clients are told", () -> calls.contains("begin"));
    hooks.slow = true;
    calls.clear();
    Until.holds("it looks", () -> calls.contains("look"));
    Thread stopping = new Thread(drain::stop);
    stopping.start();
    stopping.join(TimeUnit.SECONDS.toMillis(20));
    boolean stopped = !stopping.isAlive();
    hooks.mayGoOn.release(1000);

    assertThat(stopped).isTrue();
    assertThat(calls).contains("end");
  }

  @ParameterizedTest(name = "{0} after {1} before the limit in {2}: {3}")
  @CsvSource({
    "1, 1, 60000, 100",
    "10, 10, 60000, 190",
    "200, 200, 60000, 3800",
    "5000, 5000, 60000, 4000",
    "200, 0, 60000, 100",
    "2000, 10, 60000, 190",
    "10, 2000, 60000, 190",
    "200, 200, 1500, 1500",
    "200, 200, 10, 100",
    "200, 200, -500, 100"
  })
  void the_longer_a_look_takes_the_longer_is_the_rest_after_it_up_to_the_limit(
      long look, long before, long left, long rest) {
    Duration pause =
        Drain.pauseAfter(
            Duration.ofMillis(look), Duration.ofMillis(before), Duration.ofMillis(left));
    assertThat(pause).isEqualTo(Duration.ofMillis(rest));
  }

  private Drain start(String arguments) throws Exception {
    Settings settings = Settings.read("probation=0s,log=debug," + arguments, Map.of());
    Drain drain =
        new Drain(
            new Listeners(libc, proc, new PortRange(1, 2), fd -> {}),
            connections(),
            new FarewellOfTest(),
            settings,
            this::gates,
            List.of(new Listener(new ListenerId(Socket.AF_INET, 1, 6, address(), 0), 998, 999)),
            arguments.contains("probation") ? settings.probation() : Duration.ZERO,
            1,
            events::add);
    drain.start(done::countDown);
    return drain;
  }

  private Connections connections() {
    return new Connections(libc, proc, hooks);
  }

  private Endings awaitEnd() throws InterruptedException {
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    return ((Event.Drained) events.get(events.size() - 1)).endings();
  }

  /** Whether the server has been made to read end-of-file. */
  private boolean isClosed() throws IOException {
    accepted.configureBlocking(false);
    return accepted.read(ByteBuffer.allocate(1)) < 0;
  }

  private List<Listener> gates() {
    if (lookFails) {
      throw new IllegalStateException("no look");
    }
    calls.add("gates");
    return List.of();
  }

  private Address address() throws IOException {
    InetSocketAddress local = (InetSocketAddress) server.getLocalAddress();
    return Address.internet(Socket.AF_INET, local.getAddress().getAddress(), local.getPort(), 0);
  }

  private int port() throws IOException {
    return ((InetSocketAddress) client.getLocalAddress()).getPort();
  }

  private final class FarewellOfTest implements Farewell {
    @Override
    public void begin() {
      call("begin");
    }

    @Override
    public void end() {
      call("end");
    }

    private void call(String name) {
      calls.add(name);
      if (farewellFails) {
        throw new IllegalStateException("no farewell");
      }
    }

    @Override
    public int told() {
      if (farewellFails) {
        throw new IllegalStateException("no farewell");
      }
      return told;
    }
  }

  private final class HooksOfTest implements Seen {
    private final Semaphore mayGoOn = new Semaphore(0);
    private volatile Exchange exchange = Exchange.UNKNOWN;
    private volatile boolean slow;

    @Override
    public LastOperation lastOperation(int fd) {
      return LastOperation.WRITTEN;
    }

    @Override
    public Exchange exchange(int fd) {
      calls.add("look");
      if (slow) {
        mayGoOn.acquireUninterruptibly();
      }
      return exchange;
    }
  }
}
