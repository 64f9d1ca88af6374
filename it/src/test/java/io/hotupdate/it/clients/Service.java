package io.hotupdate.it.clients;

import io.hotupdate.it.App;
import io.hotupdate.it.Deployment;
import io.hotupdate.it.Jdks;
import io.hotupdate.it.Launch;
import io.hotupdate.it.Ports;
import io.hotupdate.it.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The server that the clients meet. */
final class Service implements AutoCloseable {
  private static final Duration BETWEEN_UPDATES = Duration.ofSeconds(1);
  private static final int UPDATES = 3;

  private final Deployment deployment;
  private final ServerProcess process;
  private long pid;
  private int version = 1;

  private Service(Deployment deployment, ServerProcess process, long pid) {
    this.deployment = deployment;
    this.process = process;
    this.pid = pid;
  }

  /** Starts it and waits until it serves. */
  static Service start(App app) {
    Deployment deployment = Deployment.of(app);
    ServerProcess process =
        Launch.of(Jdks.newest(), deployment)
            .tls()
            .http2()
            .env("HOTUPDATE_PROBATION", "1s")
            .env("HOTUPDATE_IDLE_TIMEOUT", "5s")
            .listen("127.0.0.1:" + Ports.free(), "127.0.0.1:" + Ports.free())
            .start();
    return new Service(deployment, process, process.awaitStart());
  }

  /**
   * Updates it several times while a client uses it, again and again for this time until all is
   * done. So a machine that takes long for an update has the client meet as many.
   */
  Row updateUnder(Client client, Duration time) throws IOException, InterruptedException {
    Path directory = Files.createDirectories(deployment.directory().resolve(client.name()));
    Site site = new Site(process.targets().get(0), process.targets().get(1), directory);
    AtomicBoolean updated = new AtomicBoolean();
    FutureTask<Counts> use =
        new FutureTask<>(
            () -> {
              Counts counts = Counts.NONE;
              do {
                counts = counts.and(client.use(site, time));
              } while (!updated.get());
              return counts;
            });
    Thread thread = new Thread(use, client.name());
    thread.setDaemon(true);
    thread.start();
    for (int i = 0; i < UPDATES && !use.isDone(); i++) {
      TimeUnit.NANOSECONDS.sleep(BETWEEN_UPDATES.toNanos());
      update();
    }
    updated.set(true);
    try {
      return new Row(client, UPDATES, use.get());
    } catch (ExecutionException e) {
      throw new IOException(client.name() + " broke: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private void update() {
    version++;
    deployment.deploy(Integer.toString(version));
    process.hup(pid);
    pid = process.awaitServing(Integer.toString(version));
  }

  /** What the drains that have ended said. */
  String drains() {
    return process
        .stderr()
        .lines()
        .filter(line -> line.contains("drained in") || line.contains("drain limit"))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    process.close();
  }
}
