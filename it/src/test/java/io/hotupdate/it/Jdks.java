package io.hotupdate.it;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of this machine. */
public final class Jdks {
  private static final Path DEBIAN = Path.of("/usr/lib/jvm");
  private static final int OLDEST = 17;
  private static final List<Jdk> ALL = find();

  private Jdks() {}

  /**
   * Every JDK from 17 on where Debian installs them, each once, the oldest first; the one that runs
   * this test if there is none.
   */
  public static List<Jdk> all() {
    return ALL;
  }

  /** The newest of them. */
  public static Jdk newest() {
    return ALL.get(ALL.size() - 1);
  }

  private static List<Jdk> find() {
    List<Jdk> jdks =
        directoriesOf(DEBIAN).stream()
            .map(Jdks::realPath)
            .distinct()
            .flatMap(home -> jdk(home).stream())
            .filter(jdk -> jdk.feature() >= OLDEST)
            .sorted(Comparator.comparing(Jdk::feature).thenComparing(Jdk::home))
            .toList();
    return jdks.isEmpty()
        ? List.of(new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature()))
        : jdks;
  }

  private static List<Path> directoriesOf(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Jdk> jdk(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.ofNullable(properties.getProperty("JAVA_VERSION"))
        .map(version -> Runtime.Version.parse(legacyAsModern(version.replace("\"", ""))))
        .map(version -> new Jdk(home, version.feature()));
  }

  /** JDK 8 calls itself 1.8.0_452, which {@link Runtime.Version} does not read. */
  private static String legacyAsModern(String version) {
    return version.startsWith("1.") ? version.substring(2, 3) : version;
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
