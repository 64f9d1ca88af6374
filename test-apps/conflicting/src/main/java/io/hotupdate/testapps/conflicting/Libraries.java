package io.hotupdate.testapps.conflicting;

import static net.bytebuddy.matcher.ElementMatchers.named;

import com.kenai.jffi.Library;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import jnr.posix.POSIXFactory;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The libraries that this application brings along. */
final class Libraries {

  private static final String BYTE_BUDDY = "byte-buddy-1.12.";
  private static final String JFFI = "jffi-1.3.";
  private static final String SLF4J = "slf4j-api-1.7.";

  private Libraries() {}

  /** Uses each library once, and throws if one does not do what it should. */
  static void requireWorking() throws IOException, ReflectiveOperationException {
    generateClass();
    callNatively();
    Logger logger = LoggerFactory.getLogger(Libraries.class);
    logger.info("the libraries work: {}", report().replace('\n', ' '));
  }

  /** Throws if a library comes from another jar than the application's own. */
  static void requireOwnVersions() {
    requireJar(ByteBuddy.class, BYTE_BUDDY);
    requireJar(Library.class, JFFI);
    requireJar(LoggerFactory.class, SLF4J);
  }

  /** One line per library: its name and the file name of the jar it comes from. */
  static String report() {
    return "byte-buddy=%s\njffi=%s\nslf4j=%s\n"
        .formatted(jar(ByteBuddy.class), jar(Library.class), jar(LoggerFactory.class));
  }

  private static void generateClass() throws IOException, ReflectiveOperationException {
    String expected = "generated";
    try (DynamicType.Unloaded<Object> type =
        new ByteBuddy()
            .subclass(Object.class)
            .method(named("toString"))
            .intercept(FixedValue.value(expected))
            .make()) {
      Object instance =
          type.load(Libraries.class.getClassLoader())
              .getLoaded()
              .getDeclaredConstructor()
              .newInstance();
      require(expected.equals(instance.toString()), "Byte Buddy's class answered " + instance);
    }
  }

  private static void callNatively() {
    int pid = POSIXFactory.getPOSIX().getpid();
    require(pid == ProcessHandle.current().pid(), "jnr-posix says that the pid is " + pid);
  }

  private static void requireJar(Class<?> type, String prefix) {
    String jar = jar(type);
    require(
        jar.startsWith(prefix), type.getName() + " comes from " + jar + ", not " + prefix + "*");
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new IllegalStateException(complaint);
    }
  }

  private static String jar(Class<?> type) {
    URI location = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(location).getFileName().toString();
  }
}
