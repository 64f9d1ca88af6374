package io.hotupdate.it.clients;

import io.hotupdate.it.load.LibraryPosts;
import io.hotupdate.it.load.Load;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.Poster;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A client that is a library of the JVM, 8 threads that share its pool of connections. */
record Library(String name, Poster poster, boolean encrypted) implements Client {
  private static final int THREADS = 8;

  @Override
  public Optional<String> version() {
    return Optional.of(poster.version());
  }

  @Override
  public String install() {
    return "comes from Maven Central";
  }

  @Override
  public Counts use(Site site, Duration time) throws InterruptedException {
    Target target = encrypted ? site.encrypted() : site.clear();
    return during(time, THREADS, new LibraryPosts(poster, target, Duration.ZERO));
  }

  /** What so many threads of each load count in this time. */
  static Counts during(Duration time, int threads, Load... loads) throws InterruptedException {
    Tally tally;
    try (LoadMix mix = new LoadMix()) {
      for (Load load : loads) {
        mix.start(threads, load);
      }
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      tally = mix.stop();
    }
    return new Counts(
        tally.requests(),
        tally.failures(),
        tally.pids(),
        String.join("\n", tally.firstFailures().stream().map(Object::toString).toList()));
  }
}
