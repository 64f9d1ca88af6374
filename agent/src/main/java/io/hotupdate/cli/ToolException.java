package io.hotupdate.cli;

import java.io.Serial;

/** A command cannot be carried out. */
final class ToolException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  /**
   * @param exitCode see {@link ExitCode}
   * @param message for the operator: what is wrong, and what can be done
   */
  ToolException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
