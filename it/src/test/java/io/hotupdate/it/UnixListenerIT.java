package io.hotupdate.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener on a unix socket is updated as one on a port is, and keeps its path. */
@Timeout(120)
class UnixListenerIT {
  /**
   * Between the deletion and the bind of a new version there is no path: each client may have to
   * try one request again until there is one, and the dying version gives it a second chance.
   */
  private static final long MOST_WITHOUT_PATH = 4;

  /** A JVM that has just started, on a busy machine, takes its time from the one to the other. */
  private static final Duration LONGEST_WITHOUT_PATH = Duration.ofMillis(500);

  private static final int LONGEST_PATH = 107;
  private static final int CLIENTS = 2;
  private static final long ENOUGH = 100;
  private static final int SLEEP_SECONDS = 4;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  @Test
  void two_updates_and_one_that_fails_lose_no_request_and_leave_only_the_path() throws Exception {
    Deployment deployment = Deployment.of(App.SELECTOR);
    Path path = deployment.directory().resolve("app.sock");
    assertThat(path + ".hotupdate-999").hasSizeLessThanOrEqualTo(LONGEST_PATH);
    try (ServerProcess service = start(deployment, path)) {
      long first = service.awaitStart();
      try (Clients clients = new Clients(path)) {
        clients.awaitMore();
        long second = expectGoodUpdate(service, deployment, clients, first, "2");

        Deployment dying = TinyApp.deploy(Jdks.newest(), "DiesAfterUnixBind");
        Files.move(dying.jar(), deployment.jar(), ATOMIC_MOVE);
        expectFailingUpdate(service, deployment, clients, second);

        long third = expectGoodUpdate(service, deployment, clients, second, "3");

        clients.stop();
        clients.assertNoLoss(service);
        assertThat(clients.answers())
            .containsExactlyInAnyOrder(
                new Answer(first, "1"), new Answer(second, "2"), new Answer(third, "3"));
        assertThat(service.running()).containsExactly(third);
      }
    }
  }

  @Test
  void a_rollback_loses_no_request_and_leaves_only_the_path() throws Exception {
    Deployment deployment = Deployment.of(App.SELECTOR);
    Path path = deployment.directory().resolve("app.sock");
    try (ServerProcess service = start(deployment, path, "60s")) {
      long first = service.awaitStart();
      try (Clients clients = new Clients(path)) {
        clients.awaitMore();
        deployment.deploy("2");
        service.hup(first);
        long second = service.awaitServing("2");
        clients.awaitAnswerBy(new Answer(second, "2"));

        Command rollback =
            HotUpdateTool.run(
                Jdks.newest(), deployment.directory(), "rollback", Long.toString(first));

        assertThat(rollback.status()).as(rollback.stderr()).isZero();
        assertThat(service.awaitServing("1")).isEqualTo(first);
        service.awaitExit(second, LONGEST_WAIT);
        awaitOnlyThePath(deployment, path);
        clients.awaitMore();
        clients.stop();
        clients.assertNoLoss(service);
        assertThat(Exchange.ask(path, "/")).isEqualTo(new Answer(first, "1"));
      }
    }
  }

  private static long expectGoodUpdate(
      ServerProcess service, Deployment deployment, Clients clients, long old, String version)
      throws IOException {
    Path path = clients.path();
    Answer before = Exchange.ask(path, "/");
    long withoutPath = clients.withoutPath();
    long successor;
    try (Exchange sleeping = Exchange.begin(path, "/?sleep=" + SLEEP_SECONDS)) {
      deployment.deploy(version);
      service.hup(old);
      successor = service.awaitServing(version);
      clients.awaitAnswerBy(new Answer(successor, version));
      assertThat(ServerProcess.alive(old)).as("pid=%d still sleeps", old).isTrue();
      assertThat(sleeping.answer()).isEqualTo(before);
    }
    service.awaitExit(old, LONGEST_WAIT);
    clients.awaitMore();
    clients.assertNoLoss(service);
    assertThat(clients.withoutPath() - withoutPath).isLessThanOrEqualTo(MOST_WITHOUT_PATH);
    assertThat(clients.longestWithoutPath()).isLessThan(LONGEST_WITHOUT_PATH);
    awaitOnlyThePath(deployment, path);
    assertThat(Exchange.ask(path, "/")).isEqualTo(new Answer(successor, version));
    return successor;
  }

  private static void expectFailingUpdate(
      ServerProcess service, Deployment deployment, Clients clients, long pid) throws IOException {
    Path path = clients.path();
    Answer before = Exchange.ask(path, "/");
    long withoutPath = clients.withoutPath();
    ServiceLog log = ServiceLog.fromNowOn(service);
    service.hup(pid);
    log.await("failed").await("goes on serving");
    assertThat(log.text()).contains("it exited with status 4", "bound ");
    clients.awaitMore();
    clients.assertNoLoss(service);
    assertThat(clients.withoutPath() - withoutPath).isLessThanOrEqualTo(MOST_WITHOUT_PATH);
    assertThat(clients.longestWithoutPath()).isLessThan(LONGEST_WITHOUT_PATH);
    assertThat(service.running()).containsExactly(pid);
    awaitOnlyThePath(deployment, path);
    assertThat(Exchange.ask(path, "/")).isEqualTo(before);
  }

  /** No second name of the socket is left. */
  private static void awaitOnlyThePath(Deployment deployment, Path path) {
    await("the second names to go")
        .atMost(LONGEST_WAIT)
        .untilAsserted(() -> assertThat(sockets(deployment)).containsExactly(path));
  }

  private static List<Path> sockets(Deployment deployment) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(deployment.directory(), "app.sock*")) {
      entries.forEach(names::add);
    }
    return names;
  }

  /** The path is no target of the usual clients, so that a shell adds it to the command line. */
  private static ServerProcess start(Deployment deployment, Path path) {
    return start(deployment, path, "5s");
  }

  private static ServerProcess start(Deployment deployment, Path path, String probation) {
    return Launch.of(Jdks.newest(), deployment)
        .prefix("/bin/sh", "-c", "exec \"$@\" unix:" + path, "sh")
        .env("HOTUPDATE_IDLE_TIMEOUT", "2s")
        .env("HOTUPDATE_PROBATION", probation)
        .listen("127.0.0.1:" + Ports.free())
        .start();
  }

  /** One request on a connection of its own. */
  private record Exchange(SocketChannel channel) implements AutoCloseable {
    private static final Pattern RESPONSE =
        Pattern.compile("HTTP/1\\.1 200 .*?\r\n\r\npid=(\\d+) version=(\\S+)\n", Pattern.DOTALL);

    static Exchange begin(Path path, String pathAndQuery) throws IOException {
      Exchange exchange = new Exchange(connect(path));
      exchange.send(pathAndQuery);
      return exchange;
    }

    static SocketChannel connect(Path path) throws IOException {
      return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    static Answer ask(Path path, String pathAndQuery) throws IOException {
      try (Exchange exchange = begin(path, pathAndQuery)) {
        return exchange.answer();
      }
    }

    void send(String pathAndQuery) throws IOException {
      String head = "GET " + pathAndQuery + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** The whole response, up to the end of the connection, must be what it ought to be. */
    Answer answer() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(4096);
      while (channel.read(bytes) >= 0 && bytes.hasRemaining()) {}
      String response = new String(bytes.array(), 0, bytes.position(), US_ASCII);
      Matcher parts = RESPONSE.matcher(response);
      if (!parts.matches() || !response.contains("X-Pid: " + parts.group(1) + "\r\n")) {
        throw new IOException("a wrong response: '" + response + "'");
      }
      return new Answer(Long.parseLong(parts.group(1)), parts.group(2));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Clients that ask on new connections, and count every request exactly once. */
  private static final class Clients implements AutoCloseable {
    private final Path path;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong withoutPath = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final Queue<String> losses = new ConcurrentLinkedQueue<>();
    private final Set<Answer> answers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Clients(Path path) {
      this.path = path;
      for (int i = 0; i < CLIENTS; i++) {
        Thread thread = new Thread(this::askOnAndOn, "unix client " + i);
        threads.add(thread);
        thread.start();
      }
    }

    private void askOnAndOn() {
      while (!stopped) {
        begun.incrementAndGet();
        try (Exchange exchange = new Exchange(connect())) {
          exchange.send("/");
          answers.add(exchange.answer());
          answered.incrementAndGet();
        } catch (IOException e) {
          losses.add("request %d: %s".formatted(begun.get(), e));
        }
        pause(2);
      }
    }

    /** Connects, again and again as long as there is no path. */
    private SocketChannel connect() throws IOException {
      long begin = System.nanoTime();
      boolean retried = false;
      while (true) {
        try {
          SocketChannel channel = Exchange.connect(path);
          if (retried) {
            withoutPath.incrementAndGet();
            longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
          }
          return channel;
        } catch (SocketException e) {
          boolean noPath = "No such file or directory".equals(e.getMessage());
          if (stopped || (!noPath && !(e instanceof ConnectException))) {
            throw e;
          }
          retried = true;
          pause(1);
        }
      }
    }

    private static void pause(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    Path path() {
      return path;
    }

    long withoutPath() {
      return withoutPath.get();
    }

    Duration longestWithoutPath() {
      return Duration.ofNanos(longestNanos.get());
    }

    Set<Answer> answers() {
      return answers;
    }

    void awaitMore() {
      long before = answered.get();
      await("requests over the unix socket")
          .atMost(LONGEST_WAIT)
          .until(() -> !losses.isEmpty() || answered.get() >= before + ENOUGH);
    }

    void awaitAnswerBy(Answer answer) {
      await("an answer by " + answer + " over the unix socket")
          .atMost(LONGEST_WAIT)
          .until(() -> !losses.isEmpty() || answers.contains(answer));
    }

    void assertNoLoss(ServerProcess service) {
      assertThat(losses).as("%s\n%s", this, service.stderr()).isEmpty();
    }

    /** Lets each client finish its request; then all must have been answered. */
    void stop() throws InterruptedException {
      stopped = true;
      for (Thread thread : threads) {
        thread.join(LONGEST_WAIT.toMillis());
      }
      assertThat(answered).as(toString()).hasValue(begun.get());
      System.out.println(this);
    }

    @Override
    public String toString() {
      return "begun=%s answered=%s withoutPath=%s longest=%s"
          .formatted(begun, answered, withoutPath, longestWithoutPath());
    }

    @Override
    public void close() {
      stopped = true;
    }
  }
}
