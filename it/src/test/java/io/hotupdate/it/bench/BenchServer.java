package io.hotupdate.it.bench;

import io.hotupdate.it.App;
import io.hotupdate.it.Deployment;
import io.hotupdate.it.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server JVM to measure. Ended when closed, and when this JVM ends. */
final class BenchServer implements AutoCloseable {
  private static final long NANOS_PER_TICK = 10_000_000;

  private final Process process;
  private final int port;
  private final long begin;
  private final Thread atExit;

  private BenchServer(Process process, int port, long begin) {
    this.process = process;
    this.port = port;
    this.begin = begin;
    this.atExit = new Thread(process::destroyForcibly, "end server");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one, without waiting for it. */
  static BenchServer start(App app, Variant variant, String... jvmArguments) throws IOException {
    Deployment deployment = Deployment.of(app);
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(jvmArguments));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(variant.arguments());
    command.addAll(List.of("-jar", deployment.jar().toString(), "127.0.0.1:" + port));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(deployment.directory().toFile())
            .redirectOutput(deployment.directory().resolve("stdout").toFile())
            .redirectError(deployment.directory().resolve("stderr").toFile());
    long begin = System.nanoTime();
    return new BenchServer(builder.start(), port, begin);
  }

  int port() {
    return port;
  }

  /**
   * Waits until it has answered a request.
   *
   * @return milliseconds from the start of the process to the end of the answer
   */
  double awaitFirstAnswer() throws IOException, InterruptedException {
    while (true) {
      try (Requests connection = new Requests(port)) {
        connection.request();
        return (System.nanoTime() - begin) / 1e6;
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          throw new IOException("the server has ended", notYet);
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  /** Processor time that the process has used until now, in nanoseconds, proc(5). */
  long processorTime() throws IOException {
    String stat = Files.readString(proc("stat"), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
  }

  /** Resident memory in MiB, VmRSS of proc(5). */
  double residentMemory() throws IOException {
    for (String line : Files.readAllLines(proc("status"), StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("no VmRSS of " + process.pid());
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
