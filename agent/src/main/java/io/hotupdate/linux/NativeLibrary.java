package io.hotupdate.linux;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Loads jffi's native part from the agent's own jar.
 *
 * <p>Left to itself, jffi asks the system class loader first, for its loader class as well as for
 * its library. An application that brings a jffi of its own (JRuby does) would be mixed up with
 * ours. So the library is loaded here, by a class of the same class loader as our jffi, and jffi is
 * told that this has been done.
 */
final class NativeLibrary {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private NativeLibrary() {}

  /**
   * @throws IOException if the library cannot be unpacked; it goes to {@code java.io.tmpdir}, which
   *     must allow execution
   */
  static void load() throws IOException {
    String resource = "jni/" + Architecture.current().jffiName() + "-Linux/libjffi-1.2.so";
    // Not Files.createTempFile, which loads the security providers for a random name.
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "hotupdate-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".so");
    try (InputStream library = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("the agent's jar has no " + resource);
      }
      unpackAndLoad(library, file);
    }
    tellJffi();
  }

  /** The file loses its name at once, so that nothing is left of it if this process is killed. */
  private static void unpackAndLoad(InputStream library, Path file) throws IOException {
    // Whatever the umask: nobody else may write what this process is about to run.
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    // Fails if somebody else has put a file there.
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var copy = Files.newByteChannel(file, options, onlyOwner)) {
      Files.delete(file);
      library.transferTo(Channels.newOutputStream(copy));
      System.load(descriptor(file).toString());
    } catch (IOException e) {
      throw new IOException(
          "cannot write native code to "
              + file
              + " ("
              + e
              + "); set java.io.tmpdir to a directory"
              + " that can be written",
          e);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(
          "cannot load native code from "
              + file
              + ": "
              + e.getMessage()
              + " (set java.io.tmpdir to a directory that is not mounted noexec)",
          e);
    }
  }

  /** Where a deleted file is that this process has open, see proc(5), /proc/PID/fd. */
  static Path descriptor(Path deleted) throws IOException {
    String ending = "/" + deleted.getFileName() + " (deleted)";
    try (var descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (target(descriptor).endsWith(ending)) {
          return descriptor;
        }
      }
    }
    throw new IOException(deleted + " is not in " + DESCRIPTORS);
  }

  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      // By the application, which runs already.
      return "";
    }
  }

  private static void tellJffi() throws IOException {
    try {
      Field loaded = Class.forName("com.kenai.jffi.Init").getDeclaredField("loaded");
      loaded.setAccessible(true);
      loaded.setBoolean(null, true);
    } catch (ReflectiveOperationException e) {
      throw new IOException("this jffi is not the one the agent was built with", e);
    }
  }
}
