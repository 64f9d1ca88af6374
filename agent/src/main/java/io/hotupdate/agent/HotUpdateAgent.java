package io.hotupdate.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The entry point: {@code -javaagent:hotupdate.jar}. */
public final class HotUpdateAgent {
  private static final String STARTUP = "io.hotupdate.control.Startup";
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private HotUpdateAgent() {}

  /**
   * Called by the JVM before the application's {@code main}; see {@code java.lang.instrument}.
   *
   * @param arguments what follows {@code =} behind the jar, or null
   */
  public static void premain(String arguments, Instrumentation instrumentation) {
    // Twice on one command line (JAVA_TOOL_OPTIONS and -javaagent) is as good as once.
    if (JdkTool.isRunning() || !STARTED.compareAndSet(false, true)) {
      return;
    }
    try {
      Path jar =
          Path.of(HotUpdateAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      IsolatedClassLoader loader = new IsolatedClassLoader(jar);
      loader
          .loadClass(STARTUP)
          .getMethod("start", String.class, Instrumentation.class, Runnable.class)
          .invoke(
              null,
              arguments == null ? "" : arguments,
              instrumentation,
              (Runnable) loader::loadAgentClasses);
    } catch (InvocationTargetException e) {
      off(e.getCause());
    } catch (Exception | LinkageError e) {
      off(e);
    }
  }

  /** The server runs as it would without the agent. */
  private static void off(Throwable cause) {
    System.err.println("[hotupdate] hot update is off: " + cause + "; the server runs without it");
  }
}
