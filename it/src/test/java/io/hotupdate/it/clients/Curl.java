package io.hotupdate.it.clients;

import io.hotupdate.it.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * curl, one GET after the other on the connection it keeps. It repeats a request of its own accord
 * if a connection that it had used before ends without an answer; it says so, and that is counted
 * as lost.
 *
 * <p>By HTTP/2 not more than 100 in a second: of the frames that curl sends with each, Jetty
 * tolerates 128 in a second and then ends the connection with ENHANCE_YOUR_CALM, update or not.
 */
record Curl(boolean http2) implements Client {
  private static final Program CURL = new Program("curl", "--version");
  private static final int REQUESTS = 4000;
  private static final int HTTP2_REQUESTS = 1000;
  private static final String HTTP2_RATE = "100/s";
  private static final String REPEATED = "Connection died, retrying a fresh connect";

  @Override
  public String name() {
    return http2 ? "curl" : "curl-http1";
  }

  @Override
  public Optional<String> version() {
    return CURL.version();
  }

  @Override
  public String install() {
    return "apt-get install curl";
  }

  @Override
  public Counts use(Site site, Duration time) throws IOException, InterruptedException {
    Target target = http2 ? site.encrypted() : site.clear();
    List<String> arguments = new ArrayList<>(List.of("--insecure", "--silent", "--verbose"));
    arguments.addAll(List.of("--max-time", "30", "--output", "/dev/null"));
    arguments.addAll(List.of("--write-out", "%{http_code} %{exitcode} %header{x-pid}\n"));
    arguments.addAll(http2 ? List.of("--http2", "--rate", HTTP2_RATE) : List.of("--http1.1"));
    arguments.add(Site.url(target, "/?n=[1-" + (http2 ? HTTP2_REQUESTS : REQUESTS) + "]"));
    long requests = 0;
    long failed = 0;
    Set<Long> pids = new HashSet<>();
    StringBuilder remark = new StringBuilder();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Program.Run run = CURL.run(site.directory(), arguments);
      for (String line : run.stdout().lines().toList()) {
        requests++;
        if (line.startsWith("200 0 ")) {
          pids.add(Long.valueOf(line.substring("200 0 ".length())));
        } else {
          failed++;
          remark.append(line).append('\n');
        }
      }
      failed += run.stderr().lines().filter(line -> line.contains(REPEATED)).count();
    }
    return new Counts(requests, failed, pids, remark.toString().strip());
  }
}
