package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A second name for the file of a unix listener, while an update is under way.
 *
 * <p>Applications delete the path of a unix socket before they bind it, and some when they end. The
 * socket lives on, but nobody finds it: a new version that deletes and then fails would have harmed
 * the running one, and the predecessor's end would harm the successor. A hard link keeps the file,
 * so that its first name can be given back.
 *
 * @param path the name that clients use
 * @param kept the second name
 */
record KeptName(Path path, Path kept) {
  private static final String SECOND = ".hotupdate-";

  /** How the JDK turns file names into bytes. */
  static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding"));

  /**
   * The names of a listener; empty unless it is a unix listener with a path.
   *
   * @param generation the number of the successor, a part of the second name
   */
  static Optional<KeptName> of(Address address, int generation) {
    byte[] bytes = address.path();
    if (address.domain() != Socket.AF_UNIX || bytes.length == 0 || bytes[0] == 0) {
      return Optional.empty();
    }
    Path path = Path.of(new String(bytes, FILE_NAMES));
    return Optional.of(
        new KeptName(path, path.resolveSibling(path.getFileName() + SECOND + generation)));
  }

  /**
   * Has the JDK load what it needs for unix sockets. Otherwise that happens between the
   * application's deletion of the path and its bind, and a client finds no path for that long.
   */
  static void shortenGap() throws IOException {
    ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
  }

  /** Makes the second name. */
  void keep() throws IOException {
    Files.deleteIfExists(kept);
    Files.createLink(kept, path);
  }

  /**
   * Takes away the second names of generations that were killed before they could do it.
   *
   * @param generation the oldest that may still need its own
   */
  void sweep(int generation) throws IOException {
    String prefix = path.getFileName() + SECOND;
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            path.toAbsolutePath().getParent(),
            sibling -> isOlder(sibling.getFileName().toString(), prefix, generation))) {
      for (Path name : left) {
        Files.deleteIfExists(name);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isOlder(String name, String prefix, int generation) {
    try {
      return name.startsWith(prefix)
          && Integer.parseInt(name.substring(prefix.length())) < generation;
    } catch (NumberFormatException somebodyElses) {
      return false;
    }
  }

  /**
   * Gives the file its first name back, if it has lost it.
   *
   * @return false if the first name is another file's
   */
  boolean restore() throws IOException {
    try {
      Files.createLink(path, kept);
      return true;
    } catch (FileAlreadyExistsException e) {
      return Files.isSameFile(path, kept);
    }
  }

  /** Gives the file its first name back, whoever has it, and takes the second one away. */
  void giveBack() throws IOException {
    if (Files.exists(kept)) {
      if (!restore()) {
        Files.delete(path);
        restore();
      }
      Files.delete(kept);
    }
  }
}
