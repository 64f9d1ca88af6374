package io.hotupdate.control;

import io.hotupdate.generation.Event;
import io.hotupdate.generation.Observer;
import io.hotupdate.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file that names the process that serves. It is replaced by rename, so whoever reads it sees
 * one number or the other.
 *
 * <p>Written on the generation's own thread: a successor's number stands there before its
 * predecessor knows that it serves, so who has waited for an update finds the right one.
 */
final class PidFile implements Observer {
  private static final String MODE = "rw-r--r--";

  private final Path file;
  private final String content;
  private final String suffix;
  private boolean removed;

  /**
   * @param file an absolute path
   * @param pid this process
   */
  PidFile(Path file, long pid) {
    this.file = file;
    this.content = pid + "\n";
    this.suffix = "." + pid;
  }

  /**
   * Writes the number of this process, whatever stands in the file: a number that was left by a
   * crash may be some other process's by now, so that one lives says nothing.
   *
   * @throws IOException if the file cannot be written
   */
  synchronized void write() throws IOException {
    if (removed) {
      return;
    }
    Path fresh = beside(".new");
    Files.deleteIfExists(fresh);
    try {
      Files.createFile(fresh);
      Files.writeString(fresh, content, StandardCharsets.US_ASCII);
      // Whatever the umask of the server: supervisors and scripts of other users read it.
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(MODE));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Has the file removed when this JVM ends, if it names this process then. */
  void removeAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "hotupdate-pidfile"));
  }

  /** Removes the file if it names this process. */
  synchronized void remove() {
    removed = true;
    try {
      if (namesThis(file)) {
        Path taken = beside(".old");
        Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
        if (!namesThis(taken)) {
          // Another generation has written it just now.
          giveBack(taken);
        }
        Files.delete(taken);
      }
    } catch (NoSuchFileException removedByOthers) {
      // As it should be.
    } catch (IOException e) {
      // Not through the log, which may not be open yet.
      System.err.println("[hotupdate] cannot remove the pid file " + file + ": " + e);
    }
  }

  private void giveBack(Path taken) throws IOException {
    try {
      Files.createLink(file, taken);
    } catch (FileAlreadyExistsException newer) {
      // Written once more; that one is right.
    }
  }

  private boolean namesThis(Path path) throws IOException {
    return Files.readString(path, StandardCharsets.ISO_8859_1).equals(content);
  }

  private Path beside(String ending) {
    return file.resolveSibling(file.getFileName() + suffix + ending);
  }

  @Override
  public void happened(Event event) {
    if (event instanceof Event.Serves
        || event instanceof Event.Orphaned
        || event instanceof Event.SuccessorLost
        || event instanceof Event.TookBack
        || event instanceof Event.RolledBack
        || event instanceof Event.ServesAfterAll) {
      try {
        write();
      } catch (IOException e) {
        Log.warn("the pid file " + file + " cannot be written, so it is out of date: " + e);
      }
    }
  }
}
