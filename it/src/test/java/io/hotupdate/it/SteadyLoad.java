package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.HeldEcho;
import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.SlowResponses;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import java.time.Duration;

/**
 * Clients that go on through everything that happens to a service: new connections, kept-alive
 * ones, slow responses, and one request that lasts as long as the load.
 */
final class SteadyLoad implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofHours(1);
  private static final Duration THINK = Duration.ofMillis(20);
  private static final Duration ECHO = Duration.ofMillis(100);
  private static final long ENOUGH = 50;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final ServerProcess service;
  private final LoadMix mix = new LoadMix();

  private SteadyLoad(ServerProcess service) {
    this.service = service;
  }

  /** Clients of every kind; they are served before this returns. */
  static SteadyLoad on(ServerProcess service) {
    SteadyLoad load = new SteadyLoad(service);
    Target target = service.target();
    load.mix
        .start(2, new NewConnections(target, THINK))
        .start(2, new KeepAlive(target, 50, Duration.ofSeconds(1), THINK, Duration.ZERO))
        .start(1, new SlowResponses(target, Duration.ofMillis(500), Duration.ofSeconds(2)))
        .start(1, new HeldEcho(target, FOREVER, ECHO, ECHO));
    load.awaitMore();
    return load;
  }

  /** The same but for the request that lasts: a drain comes to its end while they go on. */
  static SteadyLoad thatLetsDrain(ServerProcess service) {
    SteadyLoad load = new SteadyLoad(service);
    Target target = service.target();
    load.mix
        .start(2, new NewConnections(target, THINK))
        .start(2, new KeepAlive(target, 50, Duration.ofSeconds(1), THINK, Duration.ZERO))
        .start(1, new SlowResponses(target, Duration.ofMillis(500), Duration.ofSeconds(2)));
    load.awaitMore();
    return load;
  }

  /** Clients that make a new connection for each request. */
  static SteadyLoad ofNewConnections(ServerProcess service) {
    SteadyLoad load = new SteadyLoad(service);
    load.mix.start(2, new NewConnections(service.target(), THINK));
    load.awaitMore();
    return load;
  }

  /** What has been counted up to now. */
  Tally tally() {
    return mix.tally();
  }

  /** Waits for so many further answers that a test proves something, or for a loss. */
  void awaitMore() {
    long before = tally().count(Outcome.OK);
    await("requests")
        .atMost(LONGEST_WAIT)
        .until(() -> tally().failures() > 0 || tally().count(Outcome.OK) >= before + ENOUGH);
  }

  /** Waits for so many further answers, whatever is lost meanwhile. */
  void awaitMoreInSpiteOfLosses() {
    long before = tally().count(Outcome.OK);
    await("requests")
        .atMost(LONGEST_WAIT)
        .until(() -> tally().count(Outcome.OK) >= before + ENOUGH);
  }

  /** Waits until this process has answered one of these clients, or for a loss. */
  void awaitAnswerBy(long pid) {
    await("an answer by pid=" + pid)
        .atMost(LONGEST_WAIT)
        .until(() -> tally().failures() > 0 || tally().pids().contains(pid));
  }

  /** Nothing has been lost until now. */
  void assertNoLoss() {
    assertThat(tally().failures()).as(this::describe).isZero();
  }

  /** Ends the load; nothing was lost from its begin to its end. */
  void stopWithoutLoss() {
    mix.stop();
    assertNoLoss();
  }

  /**
   * Ends the load; nothing was lost but what a dead process had accepted: no connection was
   * refused, nobody waited in vain, and there was no wrong answer.
   */
  void stopWithLossesOfTheDeadOnly() {
    mix.stop();
    for (Outcome never :
        new Outcome[] {
          Outcome.REFUSED, Outcome.TIMEOUT, Outcome.WRONG_BODY, Outcome.SERVER_ERROR
        }) {
      assertThat(tally().count(never)).as(this::describe).isZero();
    }
  }

  /** No connection that this process was known to serve was lost. */
  void assertNoLossBy(long pid) {
    assertThat(tally().firstFailures())
        .as(this::describe)
        .noneMatch(failed -> failed.failure().getMessage().contains("by pid=" + pid + " "));
  }

  private String describe() {
    return tally() + "\nstderr:\n" + service.stderr();
  }

  @Override
  public void close() {
    mix.close();
  }
}
