package io.hotupdate.it.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * h2load, over TLS, 4 connections; with HTTP/2 there are 10 streams on each.
 *
 * <p>It counts requests as errors that it never sent: those that it had prepared when a {@code
 * GOAWAY} came, after which nothing may be begun (RFC 9113 section 6.8). Its library refuses them
 * itself, so that they may be made again elsewhere. In its log they have no time of sending.
 */
record H2load(boolean http2) implements Client {
  private static final Program H2LOAD = new Program("h2load", "--version");

  @Override
  public String name() {
    return http2 ? "h2load" : "h2load-http1";
  }

  @Override
  public Optional<String> version() {
    return H2LOAD.version();
  }

  @Override
  public String install() {
    return "apt-get install nghttp2-client";
  }

  @Override
  public boolean tellsPids() {
    return false;
  }

  @Override
  public Counts use(Site site, Duration time) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-t1", "-c4", "-m" + (http2 ? 10 : 1)));
    arguments.add("-D" + time.toSeconds());
    if (!http2) {
      arguments.add("--h1");
    }
    Path log = Files.createTempFile(site.directory(), "h2load", ".log");
    arguments.add("--log-file=" + log);
    arguments.add(Site.url(site.encrypted(), "/"));
    Program.Run run = H2LOAD.run(site.directory(), arguments);
    String said = run.stdout();
    long neverSent = neverSent(log);
    long done = Words.number(said, "(\\d+) done");
    long failed = Words.number(said, "(\\d+) failed");
    long wrong =
        Words.number(said, "(\\d+) 3xx")
            + Words.number(said, "(\\d+) 4xx")
            + Words.number(said, "(\\d+) 5xx");
    String remark = neverSent == 0 ? "" : neverSent + " more were prepared, and never sent";
    if (failed - neverSent + wrong > 0) {
      remark += "\n" + said.replaceAll("(?s).*(requests: .*?)\ntraffic.*", "$1");
    }
    return new Counts(
        Math.max(done, failed) - neverSent, failed - neverSent + wrong, Set.of(), remark.strip());
  }

  /** A line of the log is when a request was sent, its status, -1 without an answer, its time. */
  private static long neverSent(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith("0\t-1\t")).count();
    } finally {
      Files.delete(log);
    }
  }
}
