package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads /proc, see proc(5). */
public final class Processes {
  private static final Path PROC = Path.of("/proc");

  private Processes() {}

  /** Whether the process runs, or could go on running; a zombie does not. */
  public static boolean alive(long pid) {
    String stat = read(pid, "stat");
    int afterName = stat.lastIndexOf(')') + 2;
    return afterName > 2 && afterName < stat.length() && "ZX".indexOf(stat.charAt(afterName)) < 0;
  }

  /** Every living process that was started with this in its environment. */
  public static Set<Long> withEnvironment(String assignment) {
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

  /** The children of a process that it has not yet waited for, zombies too. */
  public static Set<Long> children(long parent) {
    Set<Long> pids = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        String stat = read(pid, "stat");
        int afterName = stat.lastIndexOf(')') + 2;
        if (afterName > 2
            && stat.substring(afterName).split(" ", 3)[1].equals(Long.toString(parent))) {
          pids.add(pid);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pids;
  }

  /** Whether no thread of the process runs, as after SIGSTOP has reached all of them. */
  public static boolean stopped(long pid) {
    return threads(pid, "stat").stream()
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip())
        .allMatch(state -> state.isEmpty() || "TtZX".indexOf(state.charAt(0)) >= 0);
  }

  /** The names of the threads of a process, of which the kernel keeps 15 bytes. */
  public static List<String> threadNames(long pid) {
    return threads(pid, "comm").stream().map(String::strip).sorted().toList();
  }

  private static List<String> threads(long pid, String file) {
    List<String> texts = new ArrayList<>();
    Path directory = PROC.resolve(Long.toString(pid)).resolve("task");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        texts.add(read(pid, "task/" + entry.getFileName() + "/" + file));
      }
    } catch (NoSuchFileException endedMeanwhile) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /** The memory of a process that is in RAM, in KiB; 0 when it is gone. */
  public static long residentKib(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** The open files of a process: what each descriptor is a link to, by descriptor. */
  public static SortedMap<Integer, String> descriptors(long pid) {
    SortedMap<Integer, String> links = new TreeMap<>();
    Path directory = PROC.resolve(Long.toString(pid)).resolve("fd");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        int fd = Integer.parseInt(entry.getFileName().toString());
        link(entry).ifPresent(target -> links.put(fd, target));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return links;
  }

  private static Optional<String> link(Path path) throws IOException {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (NoSuchFileException closedMeanwhile) {
      return Optional.empty();
    }
  }

  /** The directory a process is in. */
  static Path directory(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve("cwd"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program that a process runs. */
  static Path program(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(Long.toString(pid)).resolve("exe"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a process has this signal in one of the masks of its status, such as SigIgn. */
  static boolean inMask(long pid, String mask, int signal) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(mask + ":"))
        .map(line -> Long.parseUnsignedLong(line.substring(mask.length() + 1).strip(), 16))
        .anyMatch(bits -> (bits >>> (signal - 1) & 1) != 0);
  }

  /** The command line of a process, one character for each byte, arguments ended by 0. */
  public static String commandLine(long pid) {
    return read(pid, "cmdline");
  }

  /** The environment a process was started with, one character for each byte. */
  public static List<String> environment(long pid) {
    return List.of(read(pid, "environ").split("\0", -1));
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
