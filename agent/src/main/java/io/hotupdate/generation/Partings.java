package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who was there during a drain, and what was done to part from them. */
final class Partings {
  private enum Cause {
    NONE,
    TOLD,
    QUIET,
    STREAM
  }

  private final Map<Long, Cause> causes = new HashMap<>();
  private final Set<Long> seenTold = new HashSet<>();

  /** These are open. */
  void seen(Collection<Connection> open) {
    for (Connection connection : open) {
      Cause cause = connection.told() ? Cause.TOLD : Cause.NONE;
      if (connection.told()) {
        seenTold.add(connection.cookie());
      }
      causes.merge(connection.cookie(), cause, (old, now) -> old == Cause.NONE ? now : old);
    }
  }

  /** This one is being closed. That counts, even if its client had been told before. */
  void closed(Connection connection) {
    causes.put(connection.cookie(), connection.isStream() ? Cause.STREAM : Cause.QUIET);
  }

  /** Whether it is being closed. */
  boolean isClosed(Connection connection) {
    Cause cause = causes.getOrDefault(connection.cookie(), Cause.NONE);
    return cause == Cause.QUIET || cause == Cause.STREAM;
  }

  /** How many there were so far. */
  int count() {
    return causes.size();
  }

  /**
   * How all have ended.
   *
   * @param cut those that are open and will not be waited for
   * @param told how many have been told in all: a connection can be told, and end, between two
   *     looks at it
   */
  Endings endings(List<Connection> cut, int told) {
    Map<Long, Cause> ended = new HashMap<>(causes);
    cut.forEach(connection -> ended.remove(connection.cookie()));
    Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
    ended.values().forEach(cause -> counts.merge(cause, 1, Integer::sum));
    int silent = counts.getOrDefault(Cause.NONE, 0);
    int unseen = Math.min(silent, Math.max(0, told - seenTold.size()));
    return new Endings(
        silent - unseen,
        counts.getOrDefault(Cause.TOLD, 0) + unseen,
        counts.getOrDefault(Cause.QUIET, 0),
        counts.getOrDefault(Cause.STREAM, 0),
        cut.size());
  }
}
