package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kernel's TCP sockets, each written as /proc/PID/fd does; see proc(5), /proc/net/tcp. */
final class TcpTable {
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private TcpTable() {}

  /** Those that listen. */
  static Set<String> listeners() {
    return inState("0A");
  }

  /** Those that listen, with their ports. */
  static Map<String, Integer> listenerPorts() {
    return withPorts("0A");
  }

  /** Those that are connected. */
  static Set<String> connections() {
    return inState("01");
  }

  private static Set<String> inState(String state) {
    return withPorts(state).keySet();
  }

  private static Map<String, Integer> withPorts(String state) {
    Map<String, Integer> sockets = new TreeMap<>();
    for (Path table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
      if (Files.exists(table)) {
        for (String line : lines(table)) {
          String[] words = line.strip().split("\\s+", -1);
          if (words[STATE].equals(state)) {
            String port = words[LOCAL].substring(words[LOCAL].indexOf(':') + 1);
            sockets.put("socket:[" + words[INODE] + "]", Integer.parseInt(port, 16));
          }
        }
      }
    }
    return sockets;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
