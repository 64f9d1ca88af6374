package io.hotupdate.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the kernel tells about this process, proc(5). */
public final class Proc {
  private static final String SOCKET = "socket:[";
  // IORING_OP_ACCEPT, io_uring_enter(2), in a list of what waits for an event.
  private static final String RING_ACCEPTS = "op=13,";

  private final Path self;

  /**
   * @param self usually {@code /proc/self}
   */
  public Proc(Path self) {
    this.self = self;
  }

  /** Every open socket: descriptor and inode number, by descriptor. */
  public SortedMap<Integer, Long> sockets() throws IOException {
    SortedMap<Integer, Long> sockets = new TreeMap<>();
    links().forEach((fd, target) -> inode(target).ifPresent(inode -> sockets.put(fd, inode)));
    return sockets;
  }

  /** The inode number of the socket that a descriptor names; empty if it names none. */
  public Optional<Long> socket(int fd) {
    return link(self.resolve("fd").resolve(Integer.toString(fd))).flatMap(Proc::inode);
  }

  private static Optional<Long> inode(String link) {
    return link.startsWith(SOCKET)
        ? Optional.of(Long.parseLong(link.substring(SOCKET.length(), link.length() - 1)))
        : Optional.empty();
  }

  /** Every entry in the lists of every epoll instance of this process. */
  public List<EpollEntry> epollEntries() throws IOException {
    List<EpollEntry> entries = new ArrayList<>();
    for (int epoll : descriptors("anon_inode:[eventpoll]")) {
      for (String line : information(epoll)) {
        EpollEntry.parse(epoll, line).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /**
   * Whether an instance of io_uring(7) of this process waits for connections. The kernel does not
   * tell on which listeners.
   */
  public boolean acceptsByRing() throws IOException {
    for (int ring : descriptors("anon_inode:[io_uring]")) {
      for (String line : information(ring)) {
        if (line.strip().startsWith(RING_ACCEPTS)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Integer> descriptors(String target) throws IOException {
    return links().entrySet().stream()
        .filter(link -> link.getValue().equals(target))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<String> information(int fd) throws IOException {
    return lines(self.resolve("fdinfo").resolve(Integer.toString(fd)));
  }

  private SortedMap<Integer, String> links() throws IOException {
    SortedMap<Integer, String> links = new TreeMap<>();
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(self.resolve("fd"))) {
      for (Path entry : directory) {
        int fd = Integer.parseInt(entry.getFileName().toString());
        link(entry).ifPresent(target -> links.put(fd, target));
      }
    }
    return links;
  }

  private static Optional<String> link(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(path).toString());
    } catch (IOException closedMeanwhile) {
      return Optional.empty();
    }
  }

  /** The system calls in which the threads of this process wait. */
  public List<WaitingThread> waitingThreads() throws IOException {
    List<WaitingThread> waiting = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(self.resolve("task"))) {
      for (Path thread : threads) {
        int id = Integer.parseInt(thread.getFileName().toString());
        for (String line : lines(thread.resolve("syscall"))) {
          WaitingThread.parse(id, line).ifPresent(waiting::add);
        }
      }
    }
    return waiting;
  }

  /**
   * The descriptors that a poll(2) call waits for.
   *
   * @param call a thread that waits in poll
   */
  public Set<Integer> polled(WaitingThread call) throws IOException {
    // struct pollfd { int fd; short events; short revents; }
    int count = (int) Math.min(call.second(), 64);
    ByteBuffer list = ByteBuffer.allocate(count * 8).order(ByteOrder.nativeOrder());
    // Through the kernel, because the other thread may leave the call and reuse its stack.
    try (FileChannel memory = FileChannel.open(self.resolve("mem"), StandardOpenOption.READ)) {
      memory.read(list, call.first());
    }
    Set<Integer> fds = new HashSet<>();
    for (int i = 0; i < list.position() / 8; i++) {
      fds.add(list.getInt(i * 8));
    }
    return fds;
  }

  /** Whether this process has a handler for the signal, {@code SigCgt}. */
  public boolean catches(int signal) throws IOException {
    return inMask("SigCgt:", signal);
  }

  /** Whether this process ignores the signal, {@code SigIgn}. */
  public boolean ignores(int signal) throws IOException {
    return inMask("SigIgn:", signal);
  }

  private boolean inMask(String name, int signal) throws IOException {
    for (String line : lines(self.resolve("status"))) {
      if (line.startsWith(name)) {
        long mask = Long.parseUnsignedLong(line.substring(name.length()).trim(), 16);
        return (mask >>> (signal - 1) & 1) != 0;
      }
    }
    throw new IOException(self.resolve("status") + " has no line " + name);
  }

  /** The arguments this process was started with, byte for byte. */
  public List<byte[]> arguments() throws IOException {
    return strings(self.resolve("cmdline"));
  }

  /** The environment this process was started with, byte for byte. */
  public List<byte[]> environment() throws IOException {
    return strings(self.resolve("environ"));
  }

  private static List<byte[]> strings(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    List<byte[]> strings = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        strings.add(Arrays.copyOfRange(all, start, i));
        start = i + 1;
      }
    }
    return strings;
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException goneMeanwhile) {
      return List.of();
    } catch (IOException e) {
      // A thread that ends while its file is read gives ESRCH.
      if (!Files.exists(file)) {
        return List.of();
      }
      throw e;
    }
  }
}
