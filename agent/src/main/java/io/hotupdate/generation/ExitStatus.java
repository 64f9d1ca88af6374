package io.hotupdate.generation;

/** What waitpid(2) says of a process, in words. */
final class ExitStatus {
  private ExitStatus() {}

  /**
   * @param status as waitpid gives it
   */
  static String describe(int status) {
    int signal = status & 0x7f;
    if (signal == 0) {
      return "exited with status " + (status >> 8 & 0xff);
    }
    return "was killed by signal "
        + signal
        + switch (signal) {
          case 6 -> " (SIGABRT)";
          case 9 -> " (SIGKILL)";
          case 11 -> " (SIGSEGV)";
          case 15 -> " (SIGTERM)";
          default -> "";
        };
  }
}
