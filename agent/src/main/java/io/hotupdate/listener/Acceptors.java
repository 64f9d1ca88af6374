package io.hotupdate.listener;

import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.WaitingThread;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who waits for connections: threads in accept(2) or poll(2), and epoll instances. */
final class Acceptors {
  // SIGRTMAX - 2 of glibc: what the JDK sends to a thread to get it out of a system call. That
  // thread sees EINTR, and calls poll and accept again.
  private static final int WAKE_UP = 62;

  private final Libc libc;
  private final Proc proc;

  Acceptors(Libc libc, Proc proc) {
    this.libc = libc;
    this.proc = proc;
  }

  /** The descriptors, of those given, on which the application waits for connections. */
  Set<Integer> accepting(Set<Integer> fds) throws IOException {
    Set<Integer> accepting =
        proc.epollEntries().stream()
            .filter(entry -> entry.waitsForInput() && fds.contains(entry.fd()))
            .map(entry -> entry.fd())
            .collect(Collectors.toSet());
    for (WaitingThread thread : proc.waitingThreads()) {
      for (int fd : fds) {
        if (thread.accepts(fd) || polls(thread, fd)) {
          accepting.add(fd);
        }
      }
    }
    return accepting;
  }

  /** Has every thread that waits for one of the descriptors look again at what it names. */
  void wake(Set<Integer> fds) throws IOException {
    signal(thread -> fds.stream().anyMatch(fd -> thread.accepts(fd) || polls(thread, fd)));
  }

  /**
   * Wakes the threads that wait in accept(2).
   *
   * @return whether there were any
   */
  boolean wakeAccepting(Set<Integer> fds) throws IOException {
    return signal(thread -> fds.stream().anyMatch(thread::accepts));
  }

  private boolean signal(Predicate<WaitingThread> which) throws IOException {
    // Without a handler the signal would end the process.
    if (!proc.catches(WAKE_UP)) {
      return false;
    }
    boolean any = false;
    for (WaitingThread thread : proc.waitingThreads()) {
      if (which.test(thread)) {
        any = true;
        try {
          libc.signalThread(thread.id(), WAKE_UP);
        } catch (LinuxException e) {
          if (e.errno() != Errno.ESRCH) {
            throw e;
          }
        }
      }
    }
    return any;
  }

  private boolean polls(WaitingThread thread, int fd) {
    try {
      return thread.polls() && proc.polled(thread).contains(fd);
    } catch (IOException leftTheCall) {
      // Its stack is gone: it waits for nothing.
      return false;
    }
  }
}
