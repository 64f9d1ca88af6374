package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.Until;
import io.hotupdate.connection.Connections;
import io.hotupdate.connection.Farewell;
import io.hotupdate.connection.LastOperation;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.Listeners;
import io.hotupdate.listener.PortRange;
import io.hotupdate.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final Listeners listeners = new Listeners(libc, proc, new PortRange(1, 2), fd -> {});
  private final Connections connections = new Connections(libc, proc, fd -> LastOperation.UNKNOWN);
  private final AtomicInteger looks = new AtomicInteger();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean failing;
  private final Semaphore looking = new Semaphore(0);
  private final Semaphore mayGoOn = new Semaphore(0);

  @Test
  void once_stop_has_returned_no_gate_is_closed_any_more() throws Exception {
    Settings settings = Settings.read("probation=1h", Map.of());
    Drain drain = drain(settings);
    drain.start(() -> {});
    assertThat(looking.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

    Thread stopping = new Thread(drain::stop);
    stopping.start();
    Until.holds(
        "stop waits for the look that is under way",
        () -> stopping.getState() == Thread.State.BLOCKED);
    mayGoOn.release(1000);
    stopping.join(TimeUnit.SECONDS.toMillis(20));

    assertThat(stopping.isAlive()).isFalse();
    int before = looks.get();
    assertThat(looking.tryAcquire(500, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(looks).hasValue(before);
  }

  @Test
  void a_drain_without_connections_ends_after_the_probation() throws Exception {
    mayGoOn.release(1000);
    CountDownLatch done = new CountDownLatch(1);
    Settings settings = Settings.read("probation=200ms", Map.of());

    drain(settings).start(done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(log.text()).contains("drained in").doesNotContain("limit");
  }

  @Test
  void the_limit_of_the_drain_leaves_the_successor_its_probation() throws Exception {
    mayGoOn.release(1000);
    CountDownLatch done = new CountDownLatch(1);
    Settings settings = Settings.read("probation=300ms,drainTimeout=0s", Map.of());
    long begin = System.nanoTime();

    drain(settings).start(done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void an_error_of_the_agent_itself_does_not_keep_the_process_for_ever() throws Exception {
    mayGoOn.release(1000);
    CountDownLatch done = new CountDownLatch(1);
    failing = true;

    drain(Settings.read("probation=0s", Map.of())).start(done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(log.text())
        .contains("the drain is held up: java.lang.IllegalStateException: once")
        .contains("drained in");
  }

  @Test
  void its_begin_and_its_end_are_told() throws Exception {
    mayGoOn.release(1000);
    CountDownLatch done = new CountDownLatch(1);

    drain(Settings.read("probation=0s", Map.of())).start(done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(events).hasSize(2);
    assertThat(events.get(0))
        .isInstanceOfSatisfying(Event.Draining.class, begun -> assertThat(begun.live()).isZero());
    assertThat(events.get(1))
        .isInstanceOfSatisfying(
            Event.Drained.class, ended -> assertThat(ended.endings().cut()).isZero());
  }

  @Test
  void a_drain_that_cannot_begin_for_want_of_descriptors_begins_when_there_are_some(
      @TempDir Path directory) throws Exception {
    mayGoOn.release(1000);
    Path self = directory.resolve("self");
    Proc refusing = new Proc(self);
    CountDownLatch done = new CountDownLatch(1);
    Drain drain =
        new Drain(
            new Listeners(libc, refusing, new PortRange(1, 2), fd -> {}),
            new Connections(libc, refusing, fd -> LastOperation.UNKNOWN),
            new NoFarewell(),
            Settings.read("probation=0s", Map.of()),
            this::look,
            List.of(),
            Duration.ZERO,
            1,
            events::add);

    drain.start(done::countDown);
    Until.holds("it is held up", () -> log.text().contains("the drain is held up"));
    Files.createSymbolicLink(self, Path.of("/proc/self"));

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(log.text()).contains("drained in");
    Files.delete(self);
  }

  private Drain drain(Settings settings) {
    return new Drain(
        listeners,
        connections,
        new NoFarewell(),
        settings,
        this::look,
        List.of(),
        settings.probation(),
        1,
        events::add);
  }

  private List<Listener> look() {
    if (failing) {
      failing = false;
      throw new IllegalStateException("once");
    }
    looks.incrementAndGet();
    looking.release();
    mayGoOn.acquireUninterruptibly();
    return List.of();
  }

  /** Tells nobody. */
  private static final class NoFarewell implements Farewell {
    @Override
    public void begin() {}

    @Override
    public void end() {}

    @Override
    public int told() {
      return 0;
    }
  }
}
