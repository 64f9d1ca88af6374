package io.hotupdate.linux;

import java.util.Set;

/** What differs between the processors that the agent supports. */
public enum Architecture {
  /** AMD and Intel, 64 bit; numbers of arch/x86/entry/syscalls/syscall_64.tbl. */
  X86_64("x86_64", 234, Set.of(43L, 288L), Set.of(7L, 271L), 219, 12),
  /** ARM, 64 bit; numbers of include/uapi/asm-generic/unistd.h. */
  AARCH64("aarch64", 131, Set.of(202L, 242L), Set.of(73L), 128, 16);

  private final String jffiName;
  private final int tgkill;
  private final Set<Long> accept;
  private final Set<Long> poll;
  private final long restart;
  private final int epollEventSize;

  Architecture(
      String jffiName,
      int tgkill,
      Set<Long> accept,
      Set<Long> poll,
      long restart,
      int epollEventSize) {
    this.jffiName = jffiName;
    this.tgkill = tgkill;
    this.accept = accept;
    this.poll = poll;
    this.restart = restart;
    this.epollEventSize = epollEventSize;
  }

  /**
   * The processor this JVM runs on.
   *
   * @throws UnsupportedOperationException if it is none of these
   */
  public static Architecture current() {
    String name = System.getProperty("os.arch");
    return switch (name) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new UnsupportedOperationException(
              "processor architecture " + name + " is not supported, only amd64 and aarch64 are");
    };
  }

  String jffiName() {
    return jffiName;
  }

  int tgkill() {
    return tgkill;
  }

  /** Whether a system-call number is accept(2) or accept4(2). */
  boolean isAccept(long number) {
    return accept.contains(number);
  }

  /** Whether a system-call number is poll(2) or ppoll(2). */
  boolean isPoll(long number) {
    return poll.contains(number);
  }

  /** Whether a system-call number is restart_syscall(2). */
  boolean isRestart(long number) {
    return number == restart;
  }

  /** The size of {@code struct epoll_event} in bytes: packed on x86-64 only, epoll_ctl(2). */
  int epollEventSize() {
    return epollEventSize;
  }
}
