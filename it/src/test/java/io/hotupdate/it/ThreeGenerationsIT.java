package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Response;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A second update while the first one's predecessor is still there. */
class ThreeGenerationsIT {
  private static final int REQUESTS = 40;

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_generation_that_dies_during_its_own_update_is_replaced_by_one_not_by_two(Jdk jdk)
      throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment)) {
      long first = service.awaitStart();
      deployment.deploy("2");
      service.hup(first);
      long second = service.awaitServing("2");

      deployment.deployFailing("HangsBeforeBind");
      ServiceLog log = ServiceLog.fromNowOn(service);
      service.hup(second);
      log.await("update to generation 3 begins");
      deployment.deploy("3");
      service.signal(Signal.KILL, second);
      log.await("the predecessor died before the commit; generation 3 took over");

      // The hanging version has the listeners. Nobody else may answer beside it.
      assertThat(log.text()).doesNotContain("generation 1 serves again");
      assertThat(service.running()).contains(first);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void while_three_generations_live_only_the_youngest_accepts(Jdk jdk) throws Exception {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment)) {
      long first = service.awaitStart();
      try (Connection ofFirst = Connection.open(service.target())) {
        ofFirst.get("/?sleep=8");
        deployment.deploy("2");
        service.hup(first);
        long second = service.awaitServing("2");
        try (Connection ofSecond = Connection.open(service.target())) {
          ofSecond.get("/?sleep=8");
          deployment.deploy("3");
          service.hup(second);
          long third = service.awaitServing("3");

          Set<Long> answered = new HashSet<>();
          for (int i = 0; i < REQUESTS; i++) {
            answered.add(ServerProcess.ask(service.target()).pid());
          }
          assertThat(answered).containsExactly(third);
          assertThat(service.running()).contains(first, second, third);
          expect(ofSecond, new Answer(second, "2"));
        }
        expect(ofFirst, new Answer(first, "1"));
      }
    }
  }

  private static void expect(Connection connection, Answer answer) throws Exception {
    Response late = connection.receive();
    late.expectAnswer();
    assertThat(late.answer()).isEqualTo(answer);
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment) {
    return Launch.of(jdk, deployment)
        .env("HOTUPDATE_PROBATION", "60s")
        .listen("0.0.0.0:" + Ports.free())
        .start();
  }
}
