package io.hotupdate.it;

import io.hotupdate.it.storm.Storm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is done to a service, it goes on. Another sequence of faults in each run; {@code
 * -Dhotupdate.it.seed=SEED} repeats one. {@code it/storm} does the same for longer.
 */
class FaultStormIT {
  private static final Duration TIME = Duration.ofSeconds(35);

  @Test
  @Timeout(300)
  void in_a_storm_of_faults_nothing_is_lost_but_what_the_killed_processes_had() throws IOException {
    long seed = Long.getLong("hotupdate.it.seed", System.nanoTime());
    List<Jdk> jdks = Matrix.jdks().toList();
    Jdk jdk = jdks.get(new SplittableRandom(seed).nextInt(jdks.size()));
    new Storm(seed, jdk, App.BLOCKING).blow(TIME);
  }
}
