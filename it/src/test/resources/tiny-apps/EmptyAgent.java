/** An agent that does nothing, to see what the JVM does to any agent. */
public final class EmptyAgent {
  private EmptyAgent() {}

  public static void premain(String arguments) {}
}
