package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The directory to start the successor in. The kernel remembers the directory itself; a deploy that
 * switches a {@code current} symlink wants the name to be followed again.
 */
final class StartDirectory {
  private final Libc libc;
  private final Optional<byte[]> name;

  /** Remembers {@code $PWD} if it names the directory this process was started in. */
  StartDirectory(Libc libc, List<byte[]> environment) {
    this.libc = libc;
    this.name = Environment.value(environment, "PWD").filter(this::namesWorkingDirectory);
  }

  /** The directory by its name; empty: the one this process is in. */
  Optional<byte[]> current() {
    return name.filter(this::exists);
  }

  private boolean exists(byte[] path) {
    try {
      libc.close(libc.openPath(append(path, "/.")));
      return true;
    } catch (LinuxException gone) {
      return false;
    }
  }

  private boolean namesWorkingDirectory(byte[] path) {
    try {
      int fd = libc.openPath(path);
      try {
        return identity("/proc/self/fd/" + fd).equals(identity("/proc/self/cwd"));
      } finally {
        libc.close(fd);
      }
    } catch (IOException gone) {
      return false;
    }
  }

  private static List<Object> identity(String path) throws IOException {
    Path file = Path.of(path);
    return List.of(Files.getAttribute(file, "unix:dev"), Files.getAttribute(file, "unix:ino"));
  }

  private static byte[] append(byte[] path, String suffix) {
    byte[] end = suffix.getBytes(StandardCharsets.US_ASCII);
    byte[] joined = Arrays.copyOf(path, path.length + end.length);
    System.arraycopy(end, 0, joined, path.length, end.length);
    return joined;
  }
}
