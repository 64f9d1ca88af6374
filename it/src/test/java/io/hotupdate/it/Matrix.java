package io.hotupdate.it;

import java.util.Arrays;
import java.util.List;
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

  /** Every server on every JDK, but those that would only repeat what another has shown. */
  static Stream<Arguments> all() {
    return jdks().flatMap(jdk -> on(jdk, Arrays.stream(App.values()).filter(App::inEveryMatrix)));
  }

  /** Every server once, the JDKs in turns. */
  static Stream<Arguments> everyServerOnce() {
    List<App> apps = List.of(App.values());
    List<Jdk> jdks = jdks().toList();
    return all()
        .filter(on -> on.get()[0].equals(jdks.get(apps.indexOf(on.get()[1]) % jdks.size())));
  }

  private static Stream<Arguments> on(Jdk jdk, Stream<App> apps) {
    return apps.filter(Matrix::chosen).map(app -> Arguments.of(jdk, app));
  }

  /** Whether this server is to be tested. */
  static boolean chosen(App app) {
    return chosen("hotupdate.it.apps", app.name());
  }

  private static boolean chosen(String property, String name) {
    String names = System.getProperty(property, "");
    return names.isEmpty() || Arrays.asList(names.split(",")).contains(name);
  }
}
