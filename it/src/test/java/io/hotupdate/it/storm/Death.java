package io.hotupdate.it.storm;

import io.hotupdate.it.load.FailedRequest;
import io.hotupdate.it.load.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The end of a process that the storm wanted, and the connections that ended with it. */
final class Death {
  private static final Set<Outcome> POSSIBLE =
      EnumSet.of(Outcome.RESET, Outcome.EOF_BEFORE_RESPONSE, Outcome.TRUNCATED);

  /** A client that gets no processor sees its loss late. The kernel tells it at once. */
  private static final Duration LATEST = Duration.ofSeconds(20);

  private final long pid;
  private final Instant at = Instant.now();
  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();

  /** Of this process, from now on. */
  Death(long pid) {
    this.pid = pid;
  }

  /** It holds the connections of clients with these ports. */
  void holds(Set<Integer> ports) {
    clientPorts.addAll(ports);
  }

  /** Whether this loss is due to this death; each connection is lost at most once. */
  boolean explains(FailedRequest lost) {
    boolean inTime = !lost.time().isBefore(at) && lost.time().isBefore(at.plus(LATEST));
    boolean possible = POSSIBLE.contains(lost.failure().outcome());
    boolean bySelf = lost.failure().where().lastAnswer().stream().allMatch(a -> a.pid() == pid);
    return inTime && possible && bySelf && clientPorts.remove(lost.failure().where().localPort());
  }

  @Override
  public String toString() {
    return at + " pid=" + pid + ", connections of ports " + clientPorts;
  }
}
