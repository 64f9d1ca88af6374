package io.hotupdate.generation;

import io.hotupdate.log.Log;
import io.hotupdate.settings.Durations;
import java.time.Duration;

/** The end of this JVM. */
final class Shutdown {
  private Shutdown() {}

  /**
   * Ends the JVM as the application would, so that its shutdown hooks run; hard, if they take
   * longer than allowed.
   *
   * @param patience how long the hooks may take
   */
  static void begin(Duration patience) {
    DaemonThread.start(
        "halt",
        () -> {
          DaemonThread.pause(patience);
          Log.warn(
              "the shutdown hooks did not end within "
                  + Durations.format(patience)
                  + "; ending hard");
          Runtime.getRuntime().halt(0);
        });
    DaemonThread.start("exit", () -> System.exit(0));
  }

  /** Whether the shutdown that is under way was asked for by a signal: SIGTERM or SIGINT. */
  static boolean isBySignal() {
    // The JDK runs the handler of a signal on a thread that it names after the signal, and that
    // thread waits for the shutdown to end.
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .anyMatch(name -> name.equals("SIGTERM handler") || name.equals("SIGINT handler"));
  }
}
