package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.NewConnections;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import java.time.Duration;

/** Updates with just enough clients to see a loss, for tests of something else than the load. */
final class LightLoad {
  private static final Duration REST = Duration.ofMillis(20);
  private static final int BEFORE_AND_AFTER = 20;

  private LightLoad() {}

  /**
   * Deploys a version, asks for an update, waits until the version serves, and checks that nothing
   * was lost.
   *
   * @return the process id of the successor
   */
  static long update(ServerProcess service, Deployment deployment, long pid, String version) {
    return update(service, pid, version, Signal.HUP, () -> deployment.deploy(version));
  }

  /** The same where the deployment or the signal is another. */
  static long update(
      ServerProcess service, long pid, String version, Signal signal, Runnable deploy) {
    long successor;
    Tally tally;
    try (LoadMix mix = clients(service.target())) {
      awaitMore(mix.tally());
      deploy.run();
      service.signal(signal, pid);
      successor = service.awaitServing(version);
      awaitMore(mix.tally());
      tally = mix.stop();
    }
    assertThat(tally.failures()).as("%s\n%s", tally, service.stderr()).isZero();
    assertThat(successor).as(service.stderr()).isNotEqualTo(pid);
    return successor;
  }

  private static LoadMix clients(Target target) {
    return new LoadMix()
        .start(2, new NewConnections(target, REST))
        .start(1, new KeepAlive(target, 50, Duration.ofSeconds(1), REST, Duration.ZERO));
  }

  private static void awaitMore(Tally tally) {
    long before = tally.count(Outcome.OK);
    await("requests")
        .atMost(Duration.ofSeconds(60))
        .until(() -> tally.failures() > 0 || tally.count(Outcome.OK) >= before + BEFORE_AND_AFTER);
  }
}
