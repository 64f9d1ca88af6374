package io.hotupdate.control;

import io.hotupdate.linux.Libc;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory of the control sockets, one {@code PID.sock} for each process. Only its owner may
 * enter it: that is what protects the sockets.
 */
final class ControlDirectory {
  private static final String ELSEWHERE =
      Settings.PREFIX + "CONTROL to another directory or to off";
  private static final String REMEDY = "; remove it, or set " + ELSEWHERE;
  private static final Pattern SOCKET = Pattern.compile("(\\d+)\\.sock");
  private static final int TYPE = 0170000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int TYPE_SOCKET = 0140000;
  private static final int OTHERS = 077;

  private final Libc libc;
  private final Path path;

  private ControlDirectory(Libc libc, Path path) {
    this.libc = libc;
    this.path = path;
  }

  /**
   * Where the directory is.
   *
   * @param setting {@link Settings#AUTO} or an absolute path
   * @param runtime the variable XDG_RUNTIME_DIR
   * @param temporary the directory for temporary files
   * @param user the user's number
   */
  static Path choose(String setting, Optional<String> runtime, String temporary, int user) {
    if (!setting.equals(Settings.AUTO)) {
      return Path.of(setting);
    }
    return runtime
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute)
        .filter(Files::isDirectory)
        .map(directory -> directory.resolve("hotupdate"))
        .orElseGet(() -> Path.of(temporary, "hotupdate-" + Integer.toUnsignedString(user)))
        .toAbsolutePath();
  }

  /**
   * Makes the directory, if it is not there, and removes what dead processes have left in it.
   *
   * @throws IOException if it cannot be made, or if somebody else could enter it
   */
  static ControlDirectory prepare(Libc libc, Path path) throws IOException {
    ControlDirectory directory = new ControlDirectory(libc, path);
    directory.create(path);
    directory.removeStale();
    return directory;
  }

  /** Makes it, and those above it that do not exist; whatever was made or found is checked. */
  private void create(Path wanted) throws IOException {
    Path parent = wanted.getParent();
    if (parent != null && !Files.exists(parent)) {
      create(parent);
    }
    try {
      Files.createDirectory(
          wanted,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException foundIt) {
      // Whoever has made it, it is checked now.
    } catch (FileSystemException e) {
      throw new IOException(wanted + " cannot be created (" + e + "); set " + ELSEWHERE, e);
    }
    check(wanted);
  }

  private void check(Path directory) throws IOException {
    // Not what a symlink leads to, but the symlink.
    Map<String, Object> attributes =
        Files.readAttributes(directory, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) attributes.get("mode");
    int owner = (int) attributes.get("uid");
    if ((mode & TYPE) != TYPE_DIRECTORY) {
      throw new IOException(directory + " is not a directory" + REMEDY);
    }
    if (owner != libc.user()) {
      throw new IOException(
          directory
              + " belongs to user "
              + Integer.toUnsignedString(owner)
              + " and not to "
              + Integer.toUnsignedString(libc.user())
              + REMEDY);
    }
    if ((mode & OTHERS) != 0) {
      throw new IOException(
          directory
              + " can be entered or read by others, its mode is "
              + Integer.toOctalString(mode & 0777)
              + " and not 700"
              + REMEDY);
    }
  }

  /** The path of the socket of a process. */
  Path socketOf(long pid) {
    return path.resolve(pid + ".sock");
  }

  /** Removes the sockets of processes that do not exist any more. */
  void removeStale() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.sock")) {
      for (Path file : files) {
        Matcher name = SOCKET.matcher(file.getFileName().toString());
        // The process may be one of another container that shares the directory: then its socket
        // answers.
        if (name.matches() && !Files.exists(Path.of("/proc", name.group(1)))) {
          removeIfDead(file);
        }
      }
    }
  }

  /** Removes a socket on which nobody listens. */
  void removeIfDead(Path file) throws IOException {
    if (isSocket(file) && !ControlAddress.answers(libc, file)) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isSocket(Path file) throws IOException {
    try {
      int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & TYPE) == TYPE_SOCKET;
    } catch (NoSuchFileException removedMeanwhile) {
      return false;
    }
  }
}
