package io.hotupdate.cli;

/** What the tool ends with, for scripts. */
final class ExitCode {
  /** Done: after an update, the new generation serves; after a rollback, the old one. */
  static final int OK = 0;

  /** The update or rollback was refused, failed or was undone. */
  static final int FAILED = 1;

  /** Wrong usage, or there is no server to talk to. */
  static final int USAGE = 2;

  /** The time was up; what was asked for goes on. */
  static final int TIMEOUT = 3;

  private ExitCode() {}
}
