package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The descriptors of a process that do not depend on who is connected, by kind; see proc(5). */
final class Descriptors {
  private static final String LISTENING = "0A";
  private static final int TCP_STATE = 3;
  private static final int TCP_INODE = 9;
  private static final int UNIX_INODE = 6;

  private Descriptors() {}

  /** How many listeners, unix sockets, pipes and anonymous files (epoll, eventfd) are open. */
  static Map<String, Integer> of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    Map<String, Integer> counts = new TreeMap<>();
    try {
      Set<String> listeners = inodes(process, "tcp", TCP_INODE);
      listeners.addAll(inodes(process, "tcp6", TCP_INODE));
      Set<String> unix = inodes(process, "unix", UNIX_INODE);
      try (DirectoryStream<Path> fds = Files.newDirectoryStream(process.resolve("fd"))) {
        for (Path fd : fds) {
          String kind = kind(target(fd), listeners, unix);
          if (!kind.isEmpty()) {
            counts.merge(kind, 1, Integer::sum);
          }
        }
      }
      return counts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kind(String target, Set<String> listeners, Set<String> unix) {
    if (target.startsWith("socket:[")) {
      String inode = target.substring("socket:[".length(), target.length() - 1);
      return listeners.contains(inode) ? "listener" : unix.contains(inode) ? "unix" : "";
    }
    return target.startsWith("pipe:") ? "pipe" : target.startsWith("anon_inode:") ? target : "";
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static Set<String> inodes(Path process, String table, int column) throws IOException {
    Set<String> inodes = new HashSet<>();
    for (String line : Files.readAllLines(process.resolve("net").resolve(table))) {
      String[] words = line.strip().split("\\s+", -1);
      boolean counts = column == UNIX_INODE || words[TCP_STATE].equals(LISTENING);
      if (words.length > column && counts) {
        inodes.add(words[column]);
      }
    }
    return inodes;
  }
}
