package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Netty on io_uring(7), which goes on accepting whatever becomes of the descriptor. */
class IoUringIT {
  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_update_is_refused_at_once_and_says_why(Jdk jdk) {
    Deployment deployment = Deployment.of(App.NETTY);
    try (ServerProcess service =
        Operator.launch(jdk, deployment).jvm("-Dtransport=io_uring").start()) {
      long pid = service.awaitStart();
      ServiceLog log = ServiceLog.fromTheBegin(service).await("updates it");
      assumeThat(Descriptors.of(pid).keySet())
          .as("this kernel lets it use io_uring")
          .anyMatch(kind -> kind.contains("io_uring"));
      try (SteadyLoad load = SteadyLoad.on(service)) {
        deployment.deploy("2");
        service.hup(pid);
        log.await("no update: ");
        load.awaitMore();
        Command update = Operator.of(jdk, deployment).expect(1, "update", pid);
        load.awaitMore();
        load.stopWithoutLoss();
        assertThat(update.stderr()).contains("io_uring");
        assertThat(load.tally().pids()).containsExactly(pid);
      }
      assertThat(log.text())
          .contains("cannot be handed over: io_uring waits for its connections")
          .contains("epoll and NIO transports can be updated");
      assertThat(service.generations()).containsExactly(pid);
    }
  }
}
