package io.hotupdate.linux;

import java.util.Optional;

/**
 * A thread that waits in a system call, as {@code /proc/self/task/ID/syscall} shows it.
 *
 * @param id the thread's number, as tgkill(2) takes it
 * @param call the number of the system call
 * @param first its first argument
 * @param second its second argument
 */
public record WaitingThread(int id, long call, long first, long second) {
  static Optional<WaitingThread> parse(int id, String line) {
    // "NUMBER 0xARG0 … 0xARG5 0xSP 0xPC"; "running"; "-1 0xSP 0xPC" outside a call
    String[] words = line.trim().split(" ", -1);
    if (words.length != 9) {
      return Optional.empty();
    }
    return Optional.of(
        new WaitingThread(
            id, Long.parseLong(words[0]), hexadecimal(words[1]), hexadecimal(words[2])));
  }

  private static long hexadecimal(String word) {
    return Long.parseUnsignedLong(word.substring(2), 16);
  }

  /** Whether it waits in accept(2) for the descriptor. */
  public boolean accepts(int fd) {
    return Architecture.current().isAccept(call) && (int) first == fd;
  }

  /** Whether it waits in poll(2). */
  public boolean polls() {
    return Architecture.current().isPoll(call) || isRestartedPoll();
  }

  /**
   * A thread that was in poll when its process was stopped, and went on, is in restart_syscall(2),
   * with the arguments of poll. The JDK polls one descriptor; among the other calls that are
   * restarted none that waits has a second argument of 1: futex(2) has a larger operation,
   * nanosleep(2) an address or nothing.
   */
  private boolean isRestartedPoll() {
    return Architecture.current().isRestart(call) && second == 1;
  }
}
