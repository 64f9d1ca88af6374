package io.hotupdate.control;

import io.hotupdate.generation.DaemonThread;
import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Socket;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.IntConsumer;

/**
 * The unix socket by which the command line talks to this process.
 *
 * <p>Not through the JDK's own sockets: the hooks would see it, and take it for the application's.
 */
final class ControlSocket {
  private static final int BACKLOG = 64;
  private static final Duration FIRST_REST = Duration.ofMillis(100);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final Libc libc;
  private final Path path;
  private final int fd;
  private final Object file;
  private final Peers peers;
  private volatile boolean closed;

  private ControlSocket(Libc libc, Path path, int fd, Object file, Peers peers) {
    this.libc = libc;
    this.path = path;
    this.fd = fd;
    this.file = file;
    this.peers = peers;
  }

  /**
   * Opens the socket of this process and answers on it, on threads of its own, until {@link
   * #close}.
   *
   * @param exclude is told the descriptor before it listens: it is no listener of the application
   * @throws IOException if it cannot be opened
   */
  static ControlSocket open(Libc libc, ControlDirectory directory, Peers peers, IntConsumer exclude)
      throws IOException {
    Path path = directory.socketOf(ProcessHandle.current().pid());
    // In a container every first process has the same number.
    directory.removeIfDead(path);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          path
              + " belongs to another process, perhaps in another container; set "
              + Settings.PREFIX
              + "CONTROL to a directory of its own");
    }
    int fd = libc.streamSocket(Socket.AF_UNIX);
    Object file;
    try {
      libc.bind(fd, ControlAddress.of(path));
      file = key(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException | RuntimeException e) {
      libc.close(fd);
      throw e;
    }
    // Before it listens. From here on it stays open: its number must not become a listener's.
    exclude.accept(fd);
    libc.listen(fd, BACKLOG);
    ControlSocket socket = new ControlSocket(libc, path, fd, file, peers);
    DaemonThread.start("control", socket::accept);
    return socket;
  }

  Path path() {
    return path;
  }

  private void accept() {
    Duration rest = Duration.ZERO;
    while (!closed) {
      try {
        peers.admit(libc.accept(fd));
        rest = Duration.ZERO;
      } catch (IOException | RuntimeException | Error e) {
        if (closed || isOfThePeer(e)) {
          continue;
        }
        // Out of descriptors, memory or threads: the server needs them more than we do.
        if (rest.isZero()) {
          Log.warn("the command line must wait: " + e.getMessage());
        }
        rest = longer(rest);
        DaemonThread.pause(rest);
      }
    }
  }

  private static boolean isOfThePeer(Throwable e) {
    return e instanceof LinuxException refused
        && (refused.errno() == Errno.EINTR || refused.errno() == Errno.ECONNABORTED);
  }

  private static Duration longer(Duration rest) {
    Duration twice = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
    return twice.compareTo(LONGEST_REST) < 0 ? twice : LONGEST_REST;
  }

  /** The JVM ends: takes the socket away, and has the peers told what is still to be told. */
  void close() {
    closed = true;
    try {
      if (file.equals(key(path))) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException alreadyGone) {
      Log.debug("control socket: somebody else has removed " + path);
    } catch (IOException e) {
      Log.warn("cannot remove the control socket " + path + ": " + e);
    }
    try {
      libc.shutdown(fd, Socket.SHUT_RDWR);
    } catch (LinuxException e) {
      Log.warn("cannot close the control socket: " + e.getMessage());
    }
    peers.awaitSent(LAST_WORDS);
  }

  /** What tells a file from another of the same name. */
  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }
}
