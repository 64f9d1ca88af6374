package io.hotupdate.it;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The combinations that parameterised tests run. To run less of them, name the servers or the JDKs:
 * {@code -Dhotupdate.it.apps=JETTY,ASYNC -Dhotupdate.it.jdks=25}.
 */
final class Matrix {
  private Matrix() {}

  /** Every JDK. */
  static Stream<Jdk> jdks() {
    return Jdks.all().stream()
        .filter(jdk -> chosen("hotupdate.it.jdks", Integer.toString(jdk.feature())));
  }

  /** Every server on every JDK. */
  static Stream<Arguments> all() {
    return jdks().flatMap(Matrix::on);
  }

  private static Stream<Arguments> on(Jdk jdk) {
    return Arrays.stream(App.values())
        .filter(app -> chosen("hotupdate.it.apps", app.name()))
        .map(app -> Arguments.of(jdk, app));
  }

  private static boolean chosen(String property, String name) {
    String names = System.getProperty(property, "");
    return names.isEmpty() || Arrays.asList(names.split(",")).contains(name);
  }
}
