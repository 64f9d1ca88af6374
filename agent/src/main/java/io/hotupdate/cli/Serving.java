package io.hotupdate.cli;

/** Tells what has become of a generation that took over. */
interface Serving {
  /** What it may have come to. */
  enum Fate {
    /** It serves. */
    SERVES,
    /** A later generation has taken over from it, or is about to. */
    REPLACED,
    /** It does not serve, and none that came after it does. */
    LOST
  }

  /** It has taken over just now. */
  void tookOver(long pid);

  /** What has become of it; waits a moment for one that is still on its way. */
  Fate fateOf(long pid);
}
