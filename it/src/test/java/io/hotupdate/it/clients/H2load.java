package io.hotupdate.it.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** h2load, over TLS, 4 connections; with HTTP/2 there are 10 streams on each. */
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
    arguments.add(Site.url(site.encrypted(), "/"));
    Program.Run run = H2LOAD.run(site.directory(), arguments);
    String said = run.stdout();
    long done = Words.number(said, "(\\d+) done");
    long failed = Words.number(said, "(\\d+) failed");
    long wrong =
        Words.number(said, "(\\d+) 3xx")
            + Words.number(said, "(\\d+) 4xx")
            + Words.number(said, "(\\d+) 5xx");
    String remark =
        failed + wrong == 0 ? "" : said.replaceAll("(?s).*(requests: .*?)\ntraffic.*", "$1");
    return new Counts(Math.max(done, failed), failed + wrong, Set.of(), remark);
  }
}
