package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The kernel's TCP sockets, each written as /proc/PID/fd does; see proc(5), /proc/net/tcp. */
final class TcpTable {
  private static final int STATE = 3;
  private static final int INODE = 9;

  private TcpTable() {}

  /** Those that listen. */
  static Set<String> listeners() {
    return inState("0A");
  }

  /** Those that are connected. */
  static Set<String> connections() {
    return inState("01");
  }

  private static Set<String> inState(String state) {
    Set<String> sockets = new TreeSet<>();
    for (Path table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
      if (Files.exists(table)) {
        for (String line : lines(table)) {
          String[] words = line.strip().split("\\s+", -1);
          if (words[STATE].equals(state)) {
            sockets.add("socket:[" + words[INODE] + "]");
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
