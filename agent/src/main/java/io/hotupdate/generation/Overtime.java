package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * For what is waited once the limit of a drain has come. Whatever the connections do, it is for no
 * longer than {@link #LONGEST}.
 */
final class Overtime {
  /** How long a request that has just come in may take. */
  static final Duration GRACE = Duration.ofSeconds(2);

  // A request that comes in during the grace of another has its own.
  private static final Duration LAST_GRACE = GRACE.multipliedBy(2);

  /**
   * How long output may take that is being sent. What the application has closed before, the kernel
   * sends without us, and it would send this too; but what the server has not written yet is lost
   * with the process, and a socket that is closed while it has unread input is reset, and its
   * output thrown away (RFC 9112 section 9.6).
   */
  static final Duration LONGEST = Duration.ofSeconds(10);

  private static final Duration STALLED = Duration.ofSeconds(2);

  // A server that has been made to read end-of-file says goodbye, and closes.
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /** What was left to send when it last became less, and when that was. */
  private record Output(long state, Duration at) {}

  private final Map<Long, Output> outputs = new HashMap<>();
  private final Map<Long, Duration> closings = new HashMap<>();

  /**
   * Whether to wait for this connection.
   *
   * @param closed whether it is being closed
   * @param over since the limit
   */
  boolean waitsFor(Connection connection, boolean closed, Duration over) {
    boolean closing = closed && isClosing(connection, over);
    boolean sending = isSending(connection, over);
    return closing || sending || (!closed && hasNewRequest(connection, over));
  }

  private boolean isClosing(Connection connection, Duration over) {
    Duration since = closings.computeIfAbsent(connection.cookie(), cookie -> over);
    return over.minus(since).compareTo(CLOSING) < 0 && over.compareTo(LONGEST) < 0;
  }

  private static boolean hasNewRequest(Connection connection, Duration over) {
    return connection.isBusy()
        && !connection.isStream()
        && connection.heardMillis() < GRACE.toMillis()
        && over.compareTo(LAST_GRACE) < 0;
  }

  private boolean isSending(Connection connection, Duration over) {
    if (connection.unsent() == 0) {
      outputs.remove(connection.cookie());
      return false;
    }
    // Acknowledged bytes only grow; of a unix socket only the queue is known.
    long state = connection.sent().orElse(connection.unsent());
    Output output =
        outputs.merge(
            connection.cookie(),
            new Output(state, over),
            (old, now) -> old.state() == now.state() ? old : now);
    return over.minus(output.at()).compareTo(STALLED) < 0 && over.compareTo(LONGEST) < 0;
  }
}
