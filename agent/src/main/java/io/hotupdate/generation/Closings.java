package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Connections;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Has the server close connections in a drain: those that are quiet for too long, and streams. */
final class Closings {
  private final Connections connections;
  private final Partings partings;
  private final Duration idleTimeout;
  private final Duration limit;
  private final StreamSchedule streams;
  private final Pace pace;
  private Duration last = Duration.ZERO;

  /**
   * @param partings is told of each
   * @param limit how long the drain lasts at most; then all that is not busy is closed
   */
  Closings(Connections connections, Partings partings, Settings settings, Duration limit) {
    this.connections = connections;
    this.partings = partings;
    this.idleTimeout = settings.idleTimeout();
    this.limit = limit;
    this.streams =
        new StreamSchedule(
            settings.streamTimeout(),
            settings.closeSpread(),
            limit,
            ThreadLocalRandom.current().nextDouble());
    this.pace = new Pace(settings.closeSpread());
  }

  /**
   * Closes those whose time has come.
   *
   * @param open all that are open
   * @param elapsed since the drain began
   */
  void close(List<Connection> open, Duration elapsed) throws IOException {
    boolean over = elapsed.compareTo(limit) >= 0;
    long idle = over ? 0 : idleTimeout.toMillis();
    int allowed = over ? Integer.MAX_VALUE : pace.allowed(partings.count(), elapsed.minus(last));
    last = elapsed;
    List<Connection> quiet =
        open.stream()
            .filter(connection -> !connection.isStream() && !partings.isClosed(connection))
            .filter(connection -> !connection.isBusy() && connection.quietMillis() >= idle)
            .sorted(Comparator.comparingLong(Connection::quietMillis).reversed())
            .limit(allowed)
            .toList();
    for (Connection connection : quiet) {
      close(connection, "quiet for " + connection.quietMillis() + " ms");
    }
    for (Connection connection : open) {
      if (connection.isStream()
          && !partings.isClosed(connection)
          && streams.isDue(connection, elapsed)) {
        close(connection, "a stream whose time is over");
      }
    }
  }

  private void close(Connection connection, String why) throws IOException {
    if (connections.endReading(connection)) {
      partings.closed(connection);
      Log.debug(why + ", ended: " + connection.peer());
    }
  }
}
