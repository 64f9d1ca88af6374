package io.hotupdate.listener;

import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is let through to the stand-in of one closed gate: nobody, but for connections that the agent
 * itself makes, each known by the port it comes from. A port is let through from before its
 * connection is made until after its end. An accepted connection has the filter of that moment for
 * good, so what is changed later does not touch it.
 */
final class Admission {
  private final Libc libc;
  private final Proc proc;
  private final int fd;
  private final long standIn;
  private final Set<Integer> admitted = new TreeSet<>();

  /**
   * @param fd the application's descriptor
   * @param standIn the inode number of the stand-in
   */
  Admission(Libc libc, Proc proc, int fd, long standIn) {
    this.libc = libc;
    this.proc = proc;
    this.fd = fd;
    this.standIn = standIn;
  }

  /**
   * Lets one more port through.
   *
   * @return the port of the stand-in; empty if the application's descriptor names something else
   */
  OptionalInt admit(int sourcePort) throws IOException {
    admitted.add(sourcePort);
    try {
      return apply();
    } catch (IOException e) {
      try {
        dismiss(sourcePort);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** Lets a port through no longer. */
  void dismiss(int sourcePort) throws IOException {
    if (admitted.remove(sourcePort)) {
      apply();
    }
  }

  private OptionalInt apply() throws IOException {
    // On a duplicate: the application may close the descriptor, and its number be used again.
    int duplicate;
    try {
      duplicate = libc.duplicate(fd, 0);
    } catch (LinuxException e) {
      if (e.errno() == Errno.EBADF) {
        return OptionalInt.empty();
      }
      throw e;
    }
    try {
      if (proc.socket(duplicate).filter(inode -> inode == standIn).isEmpty()) {
        return OptionalInt.empty();
      }
      if (admitted.isEmpty()) {
        libc.dropEverything(duplicate);
      } else {
        libc.admitOnly(duplicate, admitted);
      }
      return OptionalInt.of(libc.localAddress(duplicate).port());
    } finally {
      libc.close(duplicate);
    }
  }
}
