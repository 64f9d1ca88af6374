package io.hotupdate.generation;

import io.hotupdate.log.Log;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Threads of the agent: they keep no JVM alive, and what kills one is said. */
public final class DaemonThread {
  private DaemonThread() {}

  /**
   * Starts a thread.
   *
   * @param name for thread dumps; the agent's own prefix is put before it
   */
  public static Thread start(String name, Runnable body) {
    Thread thread = create(name, body);
    thread.start();
    return thread;
  }

  /** Lets time pass; less, if the thread is interrupted, which stays to be seen. */
  public static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same as {@link #start} without starting it. */
  public static Thread create(String name, Runnable body) {
    Thread thread = new Thread(null, body, "hotupdate-" + name, 0, false);
    thread.setDaemon(true);
    // Not the application's: it may be one whose classes must be free to be unloaded.
    thread.setContextClassLoader(DaemonThread.class.getClassLoader());
    thread.setUncaughtExceptionHandler(
        (failed, e) -> Log.error("thread " + failed.getName() + " failed", e));
    return thread;
  }
}
