package io.hotupdate.it.bench;

import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.Response;
import io.hotupdate.it.load.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients that make a new connection for each request, before, during and after an update. */
final class NewClients {
  private static final int CLIENTS = 4;
  private static final long PAUSE_MILLIS = 5;
  private static final long BEFORE = TimeUnit.SECONDS.toNanos(1);
  private static final long AFTER = TimeUnit.SECONDS.toNanos(10);
  private static final long LONGEST_UPDATE = TimeUnit.SECONDS.toNanos(120);

  private final Target target;
  private final long oldPid;
  private final List<Answered> byNew = Collections.synchronizedList(new ArrayList<>());
  private volatile long firstByNew = Long.MAX_VALUE;

  /**
   * A request that the new generation has answered.
   *
   * @param began when the client began to connect, in nanoseconds
   * @param millis until the end of the response
   */
  private record Answered(long began, double millis) {}

  private NewClients(Target target, long oldPid) {
    this.target = target;
    this.oldPid = oldPid;
  }

  /** Runs them over an update, until ten seconds after the new generation's first answer. */
  static Latencies during(Target target, Runnable update, long oldPid)
      throws IOException, InterruptedException {
    return new NewClients(target, oldPid).run(update);
  }

  private Latencies run(Runnable update) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Long>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(this::ask));
      }
      TimeUnit.NANOSECONDS.sleep(BEFORE);
      update.run();
      long pid = 0;
      for (Future<Long> client : clients) {
        pid = client.get();
      }
      List<Double> millis =
          byNew.stream()
              .filter(answered -> answered.began() - firstByNew < AFTER)
              .map(Answered::millis)
              .toList();
      return new Latencies(pid, millis);
    } catch (ExecutionException e) {
      throw new IOException("a request failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private long ask() throws Failure, IOException, InterruptedException {
    long start = System.nanoTime();
    long newPid = oldPid;
    while (firstByNew == Long.MAX_VALUE || System.nanoTime() - firstByNew < AFTER) {
      long began = System.nanoTime();
      if (began - start > LONGEST_UPDATE) {
        throw new IOException("the new generation did not answer");
      }
      long pid;
      try (Connection connection = Connection.open(target)) {
        connection.get("/", "Connection: close");
        Response response = connection.receive();
        response.expectAnswer();
        pid = response.answer().pid();
      }
      if (pid != oldPid) {
        newPid = pid;
        byNew.add(new Answered(began, (System.nanoTime() - began) / 1e6));
        noteFirst();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return newPid;
  }

  private synchronized void noteFirst() {
    if (firstByNew == Long.MAX_VALUE) {
      firstByNew = System.nanoTime();
    }
  }
}
