package io.hotupdate.agent;

/** Tells JDK tools, which get the agent through {@code JAVA_TOOL_OPTIONS}, from servers. */
final class JdkTool {
  private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

  private JdkTool() {}

  /** Whether this JVM runs {@code keytool}, {@code jcmd} or another tool of the JDK. */
  static boolean isRunning() {
    // The tools are started by module and class, "jdk.jcmd/sun.tools.jcmd.JCmd ARGUMENTS".
    String module = System.getProperty("jdk.module.main", "");
    String command = System.getProperty("sun.java.command", "");
    boolean ofTheJdk = module.startsWith("jdk.") || module.startsWith("java.");
    // "java Server.java" runs the compiler first, and then the server.
    return ofTheJdk && !command.contains(SOURCE_LAUNCHER);
  }
}
