package io.hotupdate.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The entry point: {@code -javaagent:hotupdate.jar}. */
public final class HotUpdateAgent implements Runnable {
  private static final String STARTUP = "io.hotupdate.control.Startup";
  private static final String PREFIX = "HOTUPDATE_";
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private final String arguments;
  private final Instrumentation instrumentation;

  private HotUpdateAgent(String arguments, Instrumentation instrumentation) {
    this.arguments = arguments;
    this.instrumentation = instrumentation;
  }

  /**
   * Called by the JVM before the application's {@code main}; see {@code java.lang.instrument}.
   *
   * @param arguments what follows {@code =} behind the jar, or null
   */
  public static void premain(String arguments, Instrumentation instrumentation) {
    // Twice on one command line (JAVA_TOOL_OPTIONS and -javaagent) is as good as once.
    if (JdkTool.isRunning() || HotUpdateTool.isRunning() || !STARTED.compareAndSet(false, true)) {
      return;
    }
    HotUpdateAgent agent = new HotUpdateAgent(arguments == null ? "" : arguments, instrumentation);
    if (agent.mustBeFirst()) {
      inBackground(agent.prepare());
    } else {
      inBackground(agent);
    }
  }

  /**
   * Whether the application must wait: for its settings to be checked, or, in a successor, for the
   * hooks to stand. Otherwise it need not, and a server starts as quickly as without the agent.
   */
  private boolean mustBeFirst() {
    if (!arguments.isEmpty()) {
      return true;
    }
    try (InputStream environment = new FileInputStream("/proc/self/environ")) {
      return new String(environment.readAllBytes(), StandardCharsets.ISO_8859_1).contains(PREFIX);
    } catch (IOException e) {
      return true;
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(null, work, "hotupdate-start", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    prepare().run();
  }

  /** Loads the agent proper and has it do what must be done first; gives what is left to do. */
  private Runnable prepare() {
    try {
      Path jar =
          Path.of(HotUpdateAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      IsolatedClassLoader loader = new IsolatedClassLoader(jar);
      return (Runnable)
          loader
              .loadClass(STARTUP)
              .getMethod("prepare", String.class, Instrumentation.class, Runnable.class)
              .invoke(null, arguments, instrumentation, loader);
    } catch (InvocationTargetException e) {
      return off(e.getCause());
    } catch (Exception | LinkageError e) {
      return off(e);
    }
  }

  /** The server runs as it would without the agent. */
  private static Runnable off(Throwable cause) {
    System.err.println("[hotupdate] hot update is off: " + cause + "; the server runs without it");
    return () -> {};
  }
}
