package io.hotupdate.cli;

import java.util.List;

/**
 * How an order ended.
 *
 * @param exitCode see {@link ExitCode}
 * @param message in words
 * @param output the end of a failed successor's output; may be empty
 */
record Outcome(int exitCode, String message, List<String> output) {
  static Outcome done(String message) {
    return new Outcome(ExitCode.OK, message, List.of());
  }

  static Outcome failed(String message) {
    return new Outcome(ExitCode.FAILED, message, List.of());
  }

  static Outcome timeout(String message) {
    return new Outcome(ExitCode.TIMEOUT, message, List.of());
  }

  boolean isDone() {
    return exitCode == ExitCode.OK;
  }
}
