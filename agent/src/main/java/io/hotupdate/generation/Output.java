package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.log.Log;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a successor writes to standard output and standard error until it serves. It goes on to this
 * process's own, and its end is kept, to be shown if the successor fails.
 */
final class Output {
  private static final int KEPT = 16 * 1024;
  private static final int LINES = 15;

  private final Libc libc;
  private final StringBuilder end = new StringBuilder();
  private final CountDownLatch read = new CountDownLatch(2);
  private final int[] outputPipe;
  private final int[] errorPipe;

  /** Opens the two pipes. */
  Output(Libc libc) throws LinuxException {
    this.libc = libc;
    this.outputPipe = libc.pipe();
    try {
      this.errorPipe = libc.pipe();
    } catch (LinuxException e) {
      libc.close(outputPipe[0]);
      libc.close(outputPipe[1]);
      throw e;
    }
  }

  /** The end that becomes the successor's standard output. */
  int output() {
    return outputPipe[1];
  }

  /** The end that becomes the successor's standard error. */
  int error() {
    return errorPipe[1];
  }

  /** Closes this process's copies of the successor's ends, and begins to pass on. */
  void started() throws LinuxException {
    libc.close(outputPipe[1]);
    libc.close(errorPipe[1]);
    DaemonThread.start("output", () -> pump(outputPipe[0], 1));
    DaemonThread.start("error", () -> pump(errorPipe[0], 2));
  }

  /** Closes everything, when no successor was started. */
  void abandon() throws LinuxException {
    for (int fd : new int[] {outputPipe[0], outputPipe[1], errorPipe[0], errorPipe[1]}) {
      libc.close(fd);
    }
  }

  private void pump(int from, int to) {
    byte[] buffer = new byte[8192];
    try {
      for (int count = libc.read(from, buffer); count > 0; count = libc.read(from, buffer)) {
        keep(new String(buffer, 0, count, Charset.defaultCharset()));
        pass(to, buffer, count);
      }
    } catch (LinuxException e) {
      Log.warn("the successor's output is lost: " + e.getMessage());
    } finally {
      read.countDown();
      try {
        libc.close(from);
      } catch (LinuxException e) {
        Log.warn(e.getMessage());
      }
    }
  }

  private void pass(int to, byte[] buffer, int count) {
    try {
      libc.write(to, buffer, count);
    } catch (LinuxException nobodyReads) {
      // Whoever read this process's output is gone; the successor must not be stopped by that.
      Log.debug(nobodyReads.getMessage());
    }
  }

  private synchronized void keep(String text) {
    end.append(text);
    if (end.length() > KEPT) {
      end.delete(0, end.length() - KEPT);
    }
  }

  /** The last lines that a successor that has ended wrote, without those of the agent. */
  List<String> lastLines() {
    try {
      // A process that it started may still have the pipe.
      boolean unused = read.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return kept();
  }

  /** What JDK 24 and later say of the agent's own native access, JEP 472. */
  private static boolean isOfTheJvm(String line) {
    return line.startsWith("WARNING: ")
        && (line.contains("io.hotupdate.linux.NativeLibrary")
            || line.contains("estricted method")
            || line.contains("--enable-native-access"));
  }

  private synchronized List<String> kept() {
    List<String> lines = new ArrayList<>(end.toString().lines().toList());
    lines.removeIf(line -> line.isBlank() || line.startsWith("[hotupdate]") || isOfTheJvm(line));
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }
}
