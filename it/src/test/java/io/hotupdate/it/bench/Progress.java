package io.hotupdate.it.bench;

/** Shows on standard error that something goes on. */
final class Progress {
  private Progress() {}

  /** A step is done. */
  static void dot() {
    System.err.print(".");
    System.err.flush();
  }
}
