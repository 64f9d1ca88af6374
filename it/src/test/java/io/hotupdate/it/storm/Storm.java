package io.hotupdate.it.storm;

import static org.awaitility.Awaitility.await;

import io.hotupdate.it.App;
import io.hotupdate.it.Deployment;
import io.hotupdate.it.FaultPlan;
import io.hotupdate.it.Jdk;
import io.hotupdate.it.Launch;
import io.hotupdate.it.Ports;
import io.hotupdate.it.ServerProcess;
import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.HeldEcho;
import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.SlowResponses;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A storm: one service under load, and one fault after the other, which a seed chooses. Every loss
 * must be explained when a fault is over, and all must be well at the end.
 */
public final class Storm {
  static final Duration PROBATION = Duration.ofSeconds(3);
  static final Duration READY_TIMEOUT = Duration.ofSeconds(6);

  private static final String IDLE_TIMEOUT = "2s";
  private static final String EXIT_TIMEOUT = "2s";
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration THINK = Duration.ofMillis(20);
  private static final int OUTPUT_SHOWN = 20_000;

  private final long seed;
  private final Jdk jdk;
  private final App app;
  private final long begin = System.nanoTime();
  private final Losses losses = new Losses();
  private final List<Fault> deck = new ArrayList<>();
  private final Random order;
  private int count;

  /**
   * @param seed what repeats the sequence of faults
   */
  public Storm(long seed, Jdk jdk, App app) {
    this.seed = seed;
    this.jdk = jdk;
    this.app = app;
    this.order = new Random(seed);
  }

  /**
   * Blows for so long, and then looks at what is left.
   *
   * @throws AssertionError with the seed, if anything is not as it should be
   */
  public void blow(Duration time) throws IOException {
    say("seed " + seed + ": " + app + " on " + jdk + " for " + time.toSeconds() + " s");
    Deployment deployment = Deployment.of(app);
    FaultPlan plan = FaultPlan.of(deployment);
    Directories directories = Directories.in(deployment.directory());
    int port = Ports.free();
    try (ServerProcess service =
        launch(plan, deployment, directories).listen("127.0.0.1:" + port).start()) {
      service.awaitStart();
      // What is refused before that turns the agent off.
      await("the agent")
          .atMost(LONGEST_START)
          .until(() -> service.stderr().contains(" updates it"));
      Tally tally = new Tally(losses);
      try (LoadMix mix = load(service.target(), tally)) {
        Stage stage =
            new Stage(
                deployment, service, plan, new Grip(port, losses), tally, directories.control());
        stage.settle();
        while (System.nanoTime() - begin < time.toNanos()) {
          strike(stage);
        }
        AtRest atRest = new AtRest(stage, directories);
        atRest.reach();
        mix.stop();
        expectEveryLossExplained();
        atRest.check();
        report(tally);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(describe(e, service, tally), e);
      }
    }
  }

  private Launch launch(FaultPlan plan, Deployment deployment, Directories directories) {
    Launch launch =
        plan.launch(jdk, deployment)
            .jvm("-Djava.io.tmpdir=" + directories.temporary())
            .env("HOTUPDATE_PROBATION", PROBATION.toMillis() + "ms")
            .env("HOTUPDATE_READY_TIMEOUT", READY_TIMEOUT.toMillis() + "ms")
            .env("HOTUPDATE_IDLE_TIMEOUT", IDLE_TIMEOUT)
            .env("HOTUPDATE_EXIT_TIMEOUT", EXIT_TIMEOUT)
            .env("HOTUPDATE_CONTROL", directories.control().toString())
            .env("HOTUPDATE_PIDFILE", directories.pidFile().toString());
    return app == App.SELECTOR
        ? launch.prefix("/bin/sh", "-c", "exec \"$@\" unix:" + directories.unixSocket(), "sh")
        : launch;
  }

  private static LoadMix load(Target target, Tally tally) {
    return new LoadMix(tally)
        .start(2, new NewConnections(target, THINK))
        .start(2, new KeepAlive(target, 50, Duration.ofSeconds(1), THINK, Duration.ZERO))
        .start(1, new SlowResponses(target, Duration.ofMillis(200), Duration.ofMillis(1500)))
        .start(2, new HeldEcho(target, Duration.ofSeconds(3), THINK, Duration.ofMillis(200)));
  }

  private void strike(Stage stage) {
    count++;
    Random random = new Random(order.nextLong());
    Fault fault = next();
    Companion companion = Companion.choose(random, fault);
    var meanwhile = companion.start(stage, new Random(random.nextLong()));
    String done;
    try {
      done = fault.strike(stage, random);
    } finally {
      meanwhile.join();
    }
    say(String.format(Locale.ROOT, "%d: %s%s: %s", count, fault, companion.suffix(), done));
    Answer answer = stage.settle();
    say("   " + answer + " serves, " + stage.service().running().size() + " processes");
    expectEveryLossExplained();
  }

  /** Every fault comes once before one comes again. */
  private Fault next() {
    if (deck.isEmpty()) {
      deck.addAll(List.of(Fault.values()));
      Collections.shuffle(deck, order);
    }
    return deck.remove(deck.size() - 1);
  }

  private void expectEveryLossExplained() {
    var unexplained = losses.unexplained();
    if (!unexplained.isEmpty()) {
      throw new AssertionError("lost, and no death explains it: " + unexplained);
    }
  }

  private void report(Tally tally) {
    say(
        String.format(
            Locale.ROOT,
            "over: %d faults, %d processes ended, %,d requests answered by %d processes, %d lost"
                + " with those that were ended, none else",
            count,
            losses.deaths(),
            tally.count(Outcome.OK),
            tally.pids().size(),
            losses.explained()));
  }

  private String describe(Throwable e, ServerProcess service, Tally tally) {
    String output = service.stderr();
    return "storm with seed "
        + seed
        + ", "
        + app
        + " on "
        + jdk
        + ", fault "
        + count
        + ": "
        + e.getMessage()
        + "\n"
        + losses
        + "\n"
        + tally
        + "\nstderr:\n"
        + output.substring(Math.max(0, output.length() - OUTPUT_SHOWN));
  }

  private void say(String text) {
    System.out.printf(Locale.ROOT, "storm %7.1f s  %s%n", (System.nanoTime() - begin) / 1e9, text);
  }
}
