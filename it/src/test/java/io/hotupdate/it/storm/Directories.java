package io.hotupdate.it.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directories in which a service may leave something.
 *
 * @param temporary java.io.tmpdir
 * @param control that of the control sockets, which the agent makes
 * @param run that of the pid file
 * @param sockets that of the unix listener of the one server that has one
 */
record Directories(Path temporary, Path control, Path run, Path sockets) {

  /** Makes them, but for the one that the agent makes. */
  static Directories in(Path parent) throws IOException {
    return new Directories(
        Files.createDirectory(parent.resolve("tmp")),
        parent.resolve("control"),
        Files.createDirectory(parent.resolve("run")),
        Files.createDirectory(parent.resolve("sockets")));
  }

  /** What HOTUPDATE_PIDFILE says. */
  Path pidFile() {
    return run.resolve("service.pid");
  }

  /** Where the unix listener is bound. */
  Path unixSocket() {
    return sockets.resolve("listener");
  }
}
