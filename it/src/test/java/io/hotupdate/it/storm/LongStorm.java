package io.hotupdate.it.storm;

import io.hotupdate.it.App;
import io.hotupdate.it.Jdk;
import io.hotupdate.it.Jdks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A storm as long as one likes. */
public final class LongStorm {
  private static final long MINUTES = 10;

  private LongStorm() {}

  /**
   * Ends with 0 only if everything that was lost was lost with a process that the storm ended.
   *
   * @param arguments minutes, seed, server; none of them is needed
   */
  public static void main(String[] arguments) throws IOException {
    try {
      blow(arguments);
      System.exit(0);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\nusage: it/storm [MINUTES] [SEED] [SERVER]");
      System.exit(2);
    } catch (AssertionError e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void blow(String[] arguments) throws IOException {
    long minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : MINUTES;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    List<Jdk> jdks = Jdks.all();
    Jdk jdk = jdks.get(random.nextInt(jdks.size()));
    List<App> apps = List.of(App.values());
    App chosen = apps.get(random.nextInt(apps.size()));
    App app = arguments.length > 2 ? App.valueOf(arguments[2].toUpperCase(Locale.ROOT)) : chosen;
    new Storm(seed, jdk, app).blow(Duration.ofMinutes(minutes));
  }
}
