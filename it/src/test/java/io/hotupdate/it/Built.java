package io.hotupdate.it;

import java.nio.file.Path;

/** What the build of the other modules left, and where the tests may write. */
final class Built {
  private Built() {}

  static Path agent() {
    return path("hotupdate.it.agent");
  }

  static Path testApp(String name) {
    return path("hotupdate.it.test-apps").resolve(name).resolve("target");
  }

  static Path deployments() {
    return path("hotupdate.it.deployments");
  }

  private static Path path(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException(
          "system property " + property + " is not set: see it/pom.xml");
    }
    return Path.of(value).normalize();
  }
}
