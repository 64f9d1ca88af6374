package io.hotupdate.it.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** wrk, 8 connections. It does not retry; what it lost it counts as an error of its socket. */
final class Wrk implements Client {
  private static final Program WRK = new Program("wrk", "-v");

  @Override
  public String name() {
    return "wrk";
  }

  @Override
  public Optional<String> version() {
    return WRK.version();
  }

  @Override
  public String install() {
    return "apt-get install wrk";
  }

  @Override
  public Counts use(Site site, Duration time) throws IOException, InterruptedException {
    Path script = site.directory().resolve("post.lua");
    Files.writeString(script, Resources.text("post.lua"));
    Program.Run run =
        WRK.run(
            site.directory(),
            List.of(
                "-t1",
                "-c8",
                "-d" + time.toSeconds() + "s",
                "--timeout",
                "30s",
                "-s",
                script.toString(),
                Site.url(site.clear(), "/upload")));
    String said = run.stdout();
    long failed = Words.number(said, "failed=(\\d+)");
    return new Counts(
        Words.number(said, "answers=(\\d+)") + failed,
        failed,
        Words.pids(said.replaceAll("(?s).*pids=([\\d ]*).*", "$1")),
        "");
  }
}
