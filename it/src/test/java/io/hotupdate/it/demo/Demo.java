package io.hotupdate.it.demo;

import io.hotupdate.it.App;
import io.hotupdate.it.Deployment;
import io.hotupdate.it.Jdk;
import io.hotupdate.it.Launch;
import io.hotupdate.it.Ports;
import io.hotupdate.it.ServerProcess;
import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Downloads;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.HeldEcho;
import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Response;
import io.hotupdate.it.load.SlowResponses;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import io.hotupdate.it.load.Uploads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Updates a Jetty server under load, and ends with 0 only if no request was lost. */
public final class Demo {
  private static final int SLEEP_SECONDS = 20;
  private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(3);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final List<String> KINDS =
      List.of(
          "new-connections",
          "keep-alive",
          "back-to-back",
          "slow-responses",
          "downloads",
          "uploads",
          "held-echo",
          "20-second");

  private final Screen screen;
  private final Deployment deployment;
  private final ServerProcess service;
  private final AgentLog agentLog;
  private long serving;
  private int version = 1;
  private int updates;
  private int harmlessFailures;

  private Demo(Screen screen, Deployment deployment, ServerProcess service) {
    this.screen = screen;
    this.deployment = deployment;
    this.service = service;
    this.agentLog = new AgentLog(service, screen);
  }

  /**
   * Runs the demonstration.
   *
   * @param arguments {@code terminal} if a person watches on one
   */
  public static void main(String[] arguments) {
    Screen screen = new Screen(List.of(arguments).contains("terminal"));
    Jdk jdk = new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
    Deployment deployment = Deployment.of(App.JETTY);
    screen.heading("Starting a Jetty server, version 1, with -javaagent:hotupdate.jar");
    int exitStatus = 1;
    try (ServerProcess service = start(jdk, deployment)) {
      exitStatus = new Demo(screen, deployment, service).run() ? 0 : 1;
    } catch (Failure | IllegalStateException | AssertionError e) {
      screen.line("The demonstration failed: " + e.getMessage());
    }
    System.exit(exitStatus);
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment) {
    Launch launch =
        Launch.of(jdk, deployment)
            // Longer than any client here pauses, so that no connection in use is closed as idle.
            .env("HOTUPDATE_IDLE_TIMEOUT", "5s")
            .env("HOTUPDATE_PROBATION", "5s")
            .listen("127.0.0.1:" + Ports.free());
    if (jdk.feature() >= 24) {
      launch.jvm("--enable-native-access=ALL-UNNAMED");
    }
    return launch.start();
  }

  private boolean run() throws Failure {
    serving = service.awaitStart();
    agentLog.show();
    Target target = service.target();
    screen.line("  pid " + serving + " answers on " + target.address());
    // The agent of generation 1 sets itself up beside the application.
    await("the agent", () -> service.stderr().contains(" updates it"));
    try (LoadMix mix = load(target)) {
      screen.status(() -> status(mix.tally()));
      screen.line("  seven kinds of clients send requests from now on, and never stop");
      pause(Duration.ofSeconds(2));
      sleepThroughAnUpdate(target, mix.tally());
      update(mix.tally());
      update(mix.tally());
      failingUpdate(mix.tally());
      update(mix.tally());
      update(mix.tally());
      awaitDrains();
      screen.heading("Every request accounted for");
      Tally tally = mix.stop();
      screen.status(() -> "");
      screen.line("");
      return report(tally);
    }
  }

  private static LoadMix load(Target target) {
    Duration none = Duration.ZERO;
    return new LoadMix()
        .start(2, new NewConnections(target, millis(20)))
        .start(4, new KeepAlive(target, 50, millis(3000), millis(20), none))
        .start(2, new KeepAlive(target, 50, millis(3000), none, millis(200)))
        .start(2, new SlowResponses(target, millis(500), millis(2000)))
        .start(1, new Downloads(target, 5_000_000, millis(1500)))
        .start(1, new Uploads(target, 20, 5_000, millis(1500)))
        .start(2, new HeldEcho(target, millis(3000), millis(50), millis(200)));
  }

  // ---- the steps

  private void sleepThroughAnUpdate(Target target, Tally tally) throws Failure {
    long old = serving;
    screen.heading("A request that the server takes " + SLEEP_SECONDS + " seconds to answer");
    long begin = System.nanoTime();
    CompletableFuture<Answer> late =
        CompletableFuture.supplyAsync(() -> askSleeping(target, tally));
    pause(millis(500));
    screen.line("  GET /?sleep=" + SLEEP_SECONDS + " is sent, pid " + old + " works on it");
    updateNow(tally);
    Answer next = ServerProcess.ask(target);
    screen.line("  after " + seconds(begin) + " the next request is answered by " + next);
    await("the sleeping request", late::isDone);
    try {
      Answer answer = late.join();
      screen.line("  after " + seconds(begin) + " the sleeping one is answered by " + answer);
      if (answer.pid() != old || next.pid() == old) {
        throw new IllegalStateException("the wrong process answered");
      }
    } catch (CompletionException lost) {
      // It is in the table.
      screen.line("  the sleeping request was lost: " + lost.getCause().getMessage());
    }
  }

  private static Answer askSleeping(Target target, Tally tally) {
    String kind = "20-second";
    try (Connection connection = Connection.open(target)) {
      connection.get("/?sleep=" + SLEEP_SECONDS);
      Response response = connection.receive();
      response.expectAnswer();
      tally.ok(kind, response.answer());
      return response.answer();
    } catch (Failure failure) {
      tally.failed(kind, failure);
      throw new CompletionException(failure);
    }
  }

  private void update(Tally tally) throws Failure {
    updateNow(tally);
    pause(BETWEEN_UPDATES);
  }

  private void updateNow(Tally tally) throws Failure {
    version++;
    screen.heading("Deploy version " + version + ", kill -HUP " + serving);
    deployment.deploy(Integer.toString(version));
    service.hup(serving);
    String expected = Integer.toString(version);
    long before = serving;
    await("version " + version, () -> answers(expected));
    serving = ServerProcess.ask(service.target()).pid();
    updates++;
    screen.line("  pid " + serving + " answers instead of pid " + before + "; " + status(tally));
  }

  private boolean answers(String expected) {
    try {
      return ServerProcess.ask(service.target()).version().equals(expected);
    } catch (Failure lost) {
      throw new IllegalStateException("a request was lost: " + lost.getMessage(), lost);
    }
  }

  private void failingUpdate(Tally tally) throws Failure {
    screen.heading("Deploy a bad version, which exits at once, kill -HUP " + serving);
    String before = service.stderr();
    deployment.deployFailing("ExitsAtOnce");
    service.hup(serving);
    await(
        "the update to fail",
        () -> service.stderr().substring(before.length()).contains(" goes on serving"));
    if (ServerProcess.ask(service.target()).pid() != serving) {
      throw new IllegalStateException("another process answers after a failed update");
    }
    harmlessFailures++;
    screen.line("  pid " + serving + " still answers; " + status(tally));
    pause(BETWEEN_UPDATES);
  }

  private void awaitDrains() {
    screen.heading("The old processes serve the connections they have, and exit");
    await("the old processes to exit", () -> service.running().size() == 1);
  }

  private boolean report(Tally tally) {
    screen.line(Summary.of(tally, KINDS));
    boolean nothingLost = tally.failures() == 0;
    screen.line(
        String.format(
            Locale.ROOT,
            "  %d updates done, %d bad version harmless; %s",
            updates,
            harmlessFailures,
            nothingLost ? "nothing was lost" : tally.failures() + " requests were lost"));
    return nothingLost;
  }

  // ---- time

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      tick();
    }
    agentLog.show();
  }

  /** Lets the viewer watch. */
  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      tick();
    }
  }

  private void tick() {
    agentLog.show();
    screen.refresh();
    try {
      TimeUnit.NANOSECONDS.sleep(TICK.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String status(Tally tally) {
    return String.format(
        Locale.ROOT, "%,d requests answered, %d lost", tally.count(Outcome.OK), tally.failures());
  }

  private static String seconds(long begin) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
