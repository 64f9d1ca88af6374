package io.hotupdate.cli;

/** Finds out what has become of a generation when its predecessor cannot tell any more. */
interface Serving {
  /** Whether the process serves, or has done so and been replaced in turn. */
  boolean serves(long pid);
}
