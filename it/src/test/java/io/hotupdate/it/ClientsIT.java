package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.ApachePoster;
import io.hotupdate.it.load.JdkPoster;
import io.hotupdate.it.load.LibraryPosts;
import io.hotupdate.it.load.LoadMix;
import io.hotupdate.it.load.OkHttpPoster;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Poster;
import io.hotupdate.it.load.Tally;
import io.hotupdate.it.load.Target;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clients that people use on the JVM lose nothing by updates, without any retry. */
class ClientsIT {
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int FEWEST = 20;

  @Test
  void updates_lose_no_request_of_the_clients_that_people_use() {
    Deployment deployment = Deployment.of(App.JETTY);
    try (ServerProcess service =
        Launch.of(Jdks.newest(), deployment)
            .tls()
            .http2()
            .env("HOTUPDATE_IDLE_TIMEOUT", "5s")
            .listen("127.0.0.1:" + Ports.free(), "127.0.0.1:" + Ports.free())
            .start()) {
      long pid = service.awaitStart();
      Target encrypted = service.targets().get(0);
      Target clear = service.targets().get(1);
      List<LoadMix> mixes =
          new ArrayList<>(
              List.of(
                  mix(new JdkPoster(HttpClient.Version.HTTP_1_1), clear),
                  mix(new ApachePoster(), clear),
                  mix(OkHttpPoster.http1(), clear),
                  mix(OkHttpPoster.http2(), encrypted)));
      if (JdkPoster.survivesGoAway()) {
        mixes.add(mix(new JdkPoster(HttpClient.Version.HTTP_2), encrypted));
      }
      try {
        for (String version : List.of("2", "3")) {
          awaitMore(mixes);
          deployment.deploy(version);
          service.hup(pid);
          pid = service.awaitServing(version);
        }
        awaitMore(mixes);
        for (LoadMix mix : mixes) {
          Tally tally = mix.stop();
          assertThat(tally.failures()).as("%s\n%s", tally, service.stderr()).isZero();
          assertThat(tally.pids()).as(tally.toString()).hasSize(3);
        }
      } finally {
        mixes.forEach(LoadMix::close);
      }
    }
  }

  /** Two threads, so that a pool has more than one connection and the choice. */
  private static LoadMix mix(Poster poster, Target target) {
    return new LoadMix().start(2, new LibraryPosts(poster, target, LONGEST_PAUSE));
  }

  private static void awaitMore(List<LoadMix> mixes) {
    List<Long> before = mixes.stream().map(mix -> mix.tally().count(Outcome.OK)).toList();
    for (int i = 0; i < mixes.size(); i++) {
      Tally tally = mixes.get(i).tally();
      long enough = before.get(i) + FEWEST;
      await("requests")
          .atMost(LONGEST_WAIT)
          .until(() -> tally.failures() > 0 || tally.count(Outcome.OK) >= enough);
    }
  }
}
