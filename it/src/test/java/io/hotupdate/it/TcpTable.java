package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kernel's TCP sockets, each written as /proc/PID/fd does; see proc(5), /proc/net/tcp. */
public final class TcpTable {
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int QUEUES = 4;
  private static final int INODE = 9;
  private static final String LISTENING = "0A";

  private TcpTable() {}

  /** Those that listen. */
  public static Set<String> listeners() {
    return inState(LISTENING);
  }

  /** Those that listen, with their ports. */
  static Map<String, Integer> listenerPorts() {
    Map<String, Integer> ports = new HashMap<>();
    rows()
        .filter(words -> words[STATE].equals(LISTENING))
        .forEach(words -> ports.put(socket(words), port(words[LOCAL])));
    return ports;
  }

  /** Those that are connected. */
  public static Set<String> connections() {
    return inState("01");
  }

  /** Those that listen at this port. */
  public static Set<String> listenersAt(int port) {
    return rows()
        .filter(words -> words[STATE].equals(LISTENING) && port(words[LOCAL]) == port)
        .map(TcpTable::socket)
        .collect(Collectors.toSet());
  }

  /** The ports of the peers of those at this local port, in whatever state but listening. */
  public static Map<String, Integer> peersAt(int port) {
    Map<String, Integer> peers = new HashMap<>();
    rows()
        .filter(words -> !words[STATE].equals(LISTENING) && port(words[LOCAL]) == port)
        .forEach(words -> peers.put(socket(words), port(words[REMOTE])));
    return peers;
  }

  /** Bytes that sockets at this local port which no process has any more have yet to send. */
  static long orphanedOutputAt(int port) {
    return rows()
        .filter(words -> words[INODE].equals("0") && port(words[LOCAL]) == port)
        .mapToLong(words -> Long.parseLong(words[QUEUES].split(":", 2)[0], 16))
        .sum();
  }

  private static Set<String> inState(String state) {
    return rows()
        .filter(words -> words[STATE].equals(state))
        .map(TcpTable::socket)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String socket(String[] words) {
    return "socket:[" + words[INODE] + "]";
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }

  private static Stream<String[]> rows() {
    return Stream.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))
        .filter(Files::exists)
        .flatMap(table -> lines(table).stream().skip(1))
        .map(line -> line.strip().split("\\s+", -1));
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
