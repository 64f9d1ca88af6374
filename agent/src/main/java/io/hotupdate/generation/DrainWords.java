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

  /** Behind a sentence about them: whose the first of them are, if there are any. */
  static String named(List<Connection> open) {
    if (open.isEmpty()) {
      return "";
    }
    String shown =
        open.stream().limit(PEERS_SHOWN).map(DrainWords::peer).collect(Collectors.joining(", "));
    return ": " + shown + (open.size() > PEERS_SHOWN ? ", …" : "");
  }

  private static String peer(Connection connection) {
    return connection.peer()
        + (connection.isBusy() ? " busy" : " quiet")
        + (connection.isStream() ? " stream" : "")
        + (connection.told() ? " told" : "");
  }
}
