package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The directory to start the successor in. The kernel remembers the directory itself; a deploy that
 * switches a {@code current} symlink wants the name to be followed again.
 *
 * @param name {@code $PWD}, byte for byte
 * @param trusted whether it named the directory of this process when that was looked at
 */
public record StartDirectory(Optional<byte[]> name, boolean trusted) {
  private static final Path WORKING_DIRECTORY = Path.of("/proc/self/cwd");

  /**
   * Remembers {@code $PWD} if it names the directory this process was started in. To be called
   * early: a deploy may switch the link at any time.
   */
  public static StartDirectory remember(List<byte[]> environment) {
    Optional<byte[]> name = Environment.value(environment, "PWD");
    return new StartDirectory(name, name.filter(StartDirectory::isWorkingDirectory).isPresent());
  }

  private static boolean isWorkingDirectory(byte[] path) {
    try {
      String text = new String(path, Charset.forName(System.getProperty("sun.jnu.encoding")));
      return Files.isSameFile(Path.of(text), WORKING_DIRECTORY);
    } catch (IOException | InvalidPathException e) {
      // Gone, or with bytes that the locale has no letters for; see confirm.
      return false;
    }
  }

  /** Looks again, now by the bytes of the name. */
  StartDirectory confirm(Libc libc) {
    return new StartDirectory(
        name, trusted || name.filter(path -> isWorkingDirectory(libc, path)).isPresent());
  }

  private static boolean isWorkingDirectory(Libc libc, byte[] path) {
    try {
      int fd = libc.openPath(path);
      try {
        return Files.isSameFile(Path.of("/proc/self/fd/" + fd), WORKING_DIRECTORY);
      } finally {
        libc.close(fd);
      }
    } catch (IOException gone) {
      return false;
    }
  }

  /** The directory by its name; empty: the one this process is in. */
  Optional<byte[]> current(Libc libc) {
    return trusted ? name.filter(path -> exists(libc, path)) : Optional.empty();
  }

  private static boolean exists(Libc libc, byte[] path) {
    try {
      byte[] asDirectory = Arrays.copyOf(path, path.length + 1);
      asDirectory[path.length] = '/';
      libc.close(libc.openPath(asDirectory));
      return true;
    } catch (LinuxException gone) {
      return false;
    }
  }
}
