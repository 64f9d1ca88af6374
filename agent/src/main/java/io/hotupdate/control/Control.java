package io.hotupdate.control;

import io.hotupdate.generation.DaemonThread;
import io.hotupdate.generation.Event;
import io.hotupdate.generation.LiveGeneration;
import io.hotupdate.linux.Libc;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The control socket of this process, from the start of the agent to the end of the JVM. */
final class Control {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Control() {}

  /**
   * Opens it, unless the settings say that there is to be none. The server does not depend on it:
   * if it cannot be opened, the log says so.
   *
   * @param runtime the variable XDG_RUNTIME_DIR
   * @param version the agent's version
   * @param exclude is told the descriptor that is no listener of the application
   * @return whether it is open
   */
  static boolean start(
      Libc libc,
      Settings settings,
      Optional<String> runtime,
      LiveGeneration generation,
      String version,
      IntConsumer exclude) {
    if (settings.control().equals(Settings.OFF)) {
      return false;
    }
    try {
      Path path =
          ControlDirectory.choose(
              settings.control(), runtime, System.getProperty("java.io.tmpdir"), libc.user());
      ControlDirectory directory = ControlDirectory.prepare(libc, path);
      Peers peers = new Peers(libc, generation, version, PATIENCE);
      ControlSocket socket = ControlSocket.open(libc, directory, peers, exclude);
      Log.debug("control socket: " + socket.path());
      closeAtExit(socket);
      Runnable unused = generation.observe(event -> tidyAfter(event, directory));
      return true;
    } catch (IOException | RuntimeException | LinkageError e) {
      Log.warn("no control socket, so the command line does not work: " + Startup.reason(e));
      return false;
    }
  }

  private static void closeAtExit(ControlSocket socket) {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(socket::close, "hotupdate-control-stop"));
    } catch (IllegalStateException endingAlready) {
      socket.close();
    }
  }

  /** A successor that was killed could not remove its socket. */
  private static void tidyAfter(Event event, ControlDirectory directory) {
    if (event instanceof Event.UpdateFailed || event instanceof Event.TookBack) {
      DaemonThread.start(
          "tidy",
          () -> {
            try {
              directory.removeStale();
            } catch (IOException e) {
              Log.debug("cannot look for stale control sockets: " + e);
            }
          });
    }
  }
}
