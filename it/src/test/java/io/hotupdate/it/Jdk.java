package io.hotupdate.it;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * A JDK to run servers with.
 *
 * @param home its directory, with all symlinks resolved
 * @param feature its feature version, such as 17
 */
public record Jdk(Path home, int feature) {
  public Jdk {
    requireNonNull(home, "home is null");
  }

  /** The program that starts a JVM. */
  public Path java() {
    return home.resolve("bin/java");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
