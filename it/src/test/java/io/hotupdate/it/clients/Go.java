package io.hotupdate.it.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Go's net/http, 8 goroutines that share its pool of connections. It sends a POST once. */
record Go(boolean http2) implements Client {
  private static final Program GO = new Program("go", "version");

  @Override
  public String name() {
    return http2 ? "go" : "go-http1";
  }

  @Override
  public Optional<String> version() {
    return GO.version();
  }

  @Override
  public String install() {
    return "apt-get install golang-go";
  }

  @Override
  public Counts use(Site site, Duration time) throws IOException, InterruptedException {
    Path program = site.directory().resolve("posts");
    Path source = site.directory().resolve("posts.go");
    Files.writeString(source, Resources.text("posts.go"));
    Program.Run built =
        GO.run(site.directory(), List.of("build", "-o", program.toString(), source.toString()));
    if (built.status() != 0) {
      throw new IOException("go build: " + built.all());
    }
    Program.Run run =
        new Program(program.toString(), "")
            .run(
                site.directory(),
                List.of(
                    Site.url(http2 ? site.encrypted() : site.clear(), "/upload"),
                    Long.toString(time.toSeconds())));
    String said = run.stdout();
    return new Counts(
        Words.number(said, "requests=(\\d+)"),
        Words.number(said, "failed=(\\d+)"),
        Words.pids(said.replaceAll("(?s).*pids=([\\d ]*).*", "$1")),
        run.stderr().strip());
  }
}
