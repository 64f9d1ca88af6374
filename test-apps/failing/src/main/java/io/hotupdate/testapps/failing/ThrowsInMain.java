package io.hotupdate.testapps.failing;

/** A version that dies of an exception while it starts. */
public final class ThrowsInMain {

  private ThrowsInMain() {}

  /** Throws. */
  @SuppressWarnings("DoNotCallSuggester") // The JVM is the only caller.
  public static void main(String[] args) {
    throw new IllegalStateException("no database");
  }
}
