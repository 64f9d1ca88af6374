package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Reads /proc, see proc(5). */
final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /** Whether the process runs, or could go on running; a zombie does not. */
  static boolean alive(long pid) {
    String stat = read(pid, "stat");
    int afterName = stat.lastIndexOf(')') + 2;
    return afterName > 2 && afterName < stat.length() && "ZX".indexOf(stat.charAt(afterName)) < 0;
  }

  /** Every living process that was started with this in its environment. */
  static Set<Long> withEnvironment(String assignment) {
    Set<Long> pids = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (("\0" + read(pid, "environ")).contains("\0" + assignment + "\0") && alive(pid)) {
          pids.add(pid);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pids;
  }

  /** The text of a file of a process; empty when the process is gone. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(
          PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
