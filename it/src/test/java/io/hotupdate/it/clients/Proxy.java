package io.hotupdate.it.clients;

import io.hotupdate.it.Ports;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.KeepAlive;
import io.hotupdate.it.load.Target;
import io.hotupdate.it.load.ThinkTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A reverse proxy before the server, with a pool of connections to it that are kept, and without
 * retries. The exact client sends through it, and any status but 200 is a failure.
 */
enum Proxy implements Client {
  NGINX("nginx", "apt-get install nginx-light") {
    @Override
    List<String> arguments(Path settings) {
      return List.of("-p", settings.getParent().toString(), "-c", settings.toString());
    }
  },
  HAPROXY("haproxy", "apt-get install haproxy") {
    @Override
    List<String> arguments(Path settings) {
      return List.of("-db", "-f", settings.toString());
    }
  };

  private static final Duration THINK = Duration.ofSeconds(2);
  private static final Duration LONGEST_START = Duration.ofSeconds(20);
  private static final int THREADS = 4;

  private final String program;
  private final String install;

  Proxy(String program, String install) {
    this.program = program;
    this.install = install;
  }

  private Program program() {
    return new Program(program, "-v");
  }

  abstract List<String> arguments(Path settings);

  @Override
  public Optional<String> version() {
    return program().version();
  }

  @Override
  public String install() {
    return install;
  }

  @Override
  public Counts use(Site site, Duration time) throws IOException, InterruptedException {
    Target proxy = Target.local(Ports.free());
    Path settings = site.directory().resolve(program + ".cfg");
    Files.writeString(
        settings,
        Resources.text(program + ".cfg")
            .replace("@PROXY@", "127.0.0.1:" + proxy.address().getPort())
            .replace("@SERVER@", "127.0.0.1:" + site.clear().address().getPort()));
    Process process = program().start(site.directory(), arguments(settings));
    try {
      await(proxy, process);
      return Library.during(
          time,
          THREADS,
          new KeepAlive(proxy, Integer.MAX_VALUE, time, Duration.ZERO, Duration.ZERO),
          new ThinkTimes(proxy, THINK));
    } finally {
      process.destroy();
      if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static void await(Target proxy, Process process)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      try (Connection connection = Connection.open(proxy)) {
        connection.get("/", "Connection: close");
        connection.receive().expectAnswer();
        return;
      } catch (Failure notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("the proxy does not start", notYet);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
