package io.hotupdate.listener;

import io.hotupdate.linux.EpollEntry;
import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Changes the open file under a descriptor, without the application noticing. */
final class Swing {
  private static final int ATTEMPTS = 10;

  private final Libc libc;
  private final Proc proc;

  Swing(Libc libc, Proc proc) {
    this.libc = libc;
    this.proc = proc;
  }

  /**
   * Makes {@code fd} name the open file of {@code file}.
   *
   * <p>An epoll entry belongs to the open file, not to the number, epoll(7): the old file would go
   * on reporting. So the entries are taken away before and added again after, with the same events
   * and data. The application may add an entry in between; then it is on the old file, and the
   * exchange is done once more.
   */
  void replace(int file, int fd) throws IOException {
    boolean closeOnExec = libc.closeOnExec(fd);
    int before = libc.duplicate(fd, 0);
    try {
      long inode = proc.socket(file).orElse(0L);
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        exchange(file, before, fd, closeOnExec);
        if (entries(fd).stream().allMatch(entry -> entry.inode() == 0 || entry.inode() == inode)) {
          return;
        }
        libc.replace(before, fd, closeOnExec);
      }
      throw new IOException("the application keeps registering fd " + fd + " with epoll");
    } finally {
      libc.close(before);
    }
  }

  /** All or nothing: if a step is refused, the descriptor names what it named before. */
  private void exchange(int file, int before, int fd, boolean closeOnExec) throws IOException {
    List<EpollEntry> removed = new ArrayList<>();
    try {
      remove(fd, removed);
      libc.replace(file, fd, closeOnExec);
      add(fd, removed);
    } catch (IOException e) {
      try {
        libc.replace(before, fd, closeOnExec);
        add(fd, removed);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private List<EpollEntry> entries(int fd) throws IOException {
    return proc.epollEntries().stream().filter(entry -> entry.fd() == fd).toList();
  }

  private void remove(int fd, List<EpollEntry> removed) throws IOException {
    for (EpollEntry entry : entries(fd)) {
      try {
        libc.epollDelete(entry.epoll(), fd);
        removed.add(entry);
      } catch (LinuxException e) {
        // The application has taken the entry away itself, or closed the epoll instance.
        if (e.errno() != Errno.ENOENT && !isClosed(e)) {
          throw e;
        }
      }
    }
  }

  private void add(int fd, List<EpollEntry> entries) throws LinuxException {
    for (EpollEntry entry : entries) {
      try {
        libc.epollAdd(entry.epoll(), fd, entry.events(), entry.data());
      } catch (LinuxException e) {
        // The application was quicker, and its entry is the newer one, or it has closed the epoll
        // instance.
        if (e.errno() != Errno.EEXIST && !isClosed(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether an epoll instance is closed, or its number is another file's by now. */
  private static boolean isClosed(LinuxException e) {
    return e.errno() == Errno.EBADF || e.errno() == Errno.EINVAL;
  }
}
