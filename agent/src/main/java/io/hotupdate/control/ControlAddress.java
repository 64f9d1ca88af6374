package io.hotupdate.control;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;

/** Paths as addresses of unix sockets, unix(7). */
final class ControlAddress {
  // sun_path has 108 bytes, the last of which is 0.
  private static final int LONGEST = 107;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

  private ControlAddress() {}

  /**
   * The address of a path.
   *
   * @throws IOException if the path is too long for a unix socket
   */
  static Address of(Path path) throws IOException {
    byte[] bytes = path.toString().getBytes(FILE_NAMES);
    if (bytes.length > LONGEST) {
      throw new IOException(
          path
              + " is too long for a unix socket, at most "
              + LONGEST
              + " bytes are allowed; set HOTUPDATE_CONTROL to a shorter directory");
    }
    return Address.unix(bytes);
  }

  /** Whether a process listens on the socket. */
  static boolean answers(Libc libc, Path path) throws IOException {
    int fd = libc.streamSocket(Socket.AF_UNIX);
    try {
      // A process that has come to a stand would let us wait: it is not dead.
      TimeLimit.ofSending(libc, fd, PATIENCE);
      libc.connect(fd, of(path));
      return true;
    } catch (LinuxException e) {
      return e.errno() != Errno.ECONNREFUSED && e.errno() != Errno.ENOENT;
    } finally {
      libc.close(fd);
    }
  }
}
