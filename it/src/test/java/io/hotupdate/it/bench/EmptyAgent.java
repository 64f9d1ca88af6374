package io.hotupdate.it.bench;

/** A Java agent that does nothing, to tell what the JVM itself charges for any. */
public final class EmptyAgent {
  private EmptyAgent() {}

  /** Called by the JVM before the application's {@code main}. */
  public static void premain(String arguments) {}
}
