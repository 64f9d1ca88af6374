package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import java.util.List;
import java.util.stream.Collectors;

/** Open connections in words, for the log of a drain. */
final class DrainWords {
  private static final int PEERS_SHOWN = 5;

  private DrainWords() {}

  static String count(List<Connection> open) {
    return open.size() + " connections (" + busy(open) + " busy)";
  }

  static int busy(List<Connection> open) {
    return (int) open.stream().filter(Connection::isBusy).count();
  }

  /** Behind a sentence about them: whose they are, if there are any. */
  static String named(List<Connection> open) {
    return open.isEmpty() ? "" : ": " + peers(open);
  }

  /** Whose they are: the first of them. */
  static String peers(List<Connection> open) {
    String shown =
        open.stream().limit(PEERS_SHOWN).map(DrainWords::peer).collect(Collectors.joining(", "));
    return open.size() > PEERS_SHOWN ? shown + ", …" : shown;
  }

  private static String peer(Connection connection) {
    return connection.peer()
        + (connection.isBusy() ? " busy" : " quiet")
        + (connection.isStream() ? " stream" : "")
        + (connection.told() ? " told" : "");
  }
}
