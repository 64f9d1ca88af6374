package io.hotupdate.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A fixed number of requests, back to back on several connections.
 *
 * @param perSecond requests per second
 * @param microsEach processor time of the server for one request, in microseconds
 */
record Round(double perSecond, double microsEach) {
  private static final int CONNECTIONS = 8;

  /** Sends so many requests. */
  static Round run(BenchServer server, int requests) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Boolean>> connections = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(() -> use(server.port(), requests / CONNECTIONS));
      }
      long processorTime = server.processorTime();
      long begin = System.nanoTime();
      for (Future<Boolean> connection : threads.invokeAll(connections)) {
        connection.get();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      double micros = (server.processorTime() - processorTime) / 1e3;
      return new Round(requests / seconds, micros / requests);
    } catch (ExecutionException e) {
      throw new IOException("a request failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean use(int port, int requests) throws IOException {
    try (Requests connection = new Requests(port)) {
      for (int i = 0; i < requests; i++) {
        connection.request();
      }
    }
    return true;
  }
}
