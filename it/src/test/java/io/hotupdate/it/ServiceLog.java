package io.hotupdate.it;

import java.time.Duration;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a service says on standard error, from a moment on. */
final class ServiceLog {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final ServerProcess service;
  private final int begin;

  private ServiceLog(ServerProcess service, int begin) {
    this.service = service;
    this.begin = begin;
  }

  /** Begins here; what was said before does not count. */
  static ServiceLog fromNowOn(ServerProcess service) {
    return new ServiceLog(service, service.stderr().length());
  }

  /** All that was ever said. */
  static ServiceLog fromTheBegin(ServerProcess service) {
    return new ServiceLog(service, 0);
  }

  /** What has been said since. */
  String text() {
    return service.stderr().substring(begin);
  }

  /** Waits until one of these has been said, at most 60 seconds. */
  ServiceLog await(String... words) {
    try {
      Awaitility.await(Arrays.toString(words) + " in the log")
          .atMost(LONGEST_WAIT)
          .pollInterval(POLL)
          .until(() -> Arrays.stream(words).anyMatch(text()::contains));
      return this;
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\nstderr:\n" + service.stderr(), e);
    }
  }
}
