package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each generation records its own part of an update, with identical arguments. */
class JfrIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PROBATION = Duration.ofSeconds(1);

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_update_is_in_the_recordings_of_both_generations(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    int port = Ports.free();
    try (ServerProcess service = start(jdk, deployment, port)) {
      long first = service.awaitStart();
      await("the agent").atMost(LONGEST).until(() -> service.stderr().contains("updates it"));
      long second;
      // The drain's connection: a busy client may have gone before anybody looks.
      try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(idle.isConnected()).isTrue();
        second = LightLoad.update(service, deployment, first, "2");
        service.awaitExit(first, LONGEST);
      }
      service.signal(Signal.TERM, second);
      service.awaitExit(second, LONGEST);

      List<RecordedEvent> ofFirst = events(deployment, first);
      assertThat(ofFirst).extracting(JfrIT::name).containsExactly("Update", "Drain");
      RecordedEvent update = ofFirst.get(0);
      assertThat(update.getInt("generation")).isEqualTo(2);
      assertThat(update.getLong("pid")).isEqualTo(second);
      assertThat(update.getBoolean("succeeded")).isTrue();
      assertThat(update.getString("reason")).isEmpty();
      assertThat(update.getDuration("untilReady")).isPositive();
      // Both measure the start of a JVM, but not from the very same moment.
      assertThat(update.getDuration().plusSeconds(2))
          .isGreaterThan(update.getDuration("untilReady"));
      assertThat(update.getDuration()).isLessThan(LONGEST);

      RecordedEvent drain = ofFirst.get(1);
      assertThat(drain.getInt("generation")).isEqualTo(1);
      assertThat(drain.getInt("connections")).isPositive();
      assertThat(drain.getInt("cut")).isZero();
      assertThat(drain.getDuration()).isBetween(PROBATION.minusMillis(500), LONGEST);
      assertThat(drain.getStartTime()).isAfterOrEqualTo(update.getEndTime());

      List<RecordedEvent> ofSecond = events(deployment, second);
      assertThat(ofSecond).extracting(JfrIT::name).containsExactly("Commit");
      assertThat(ofSecond.get(0).getInt("generation")).isEqualTo(2);
      assertThat(ofSecond.get(0).getStartTime())
          .isBetween(update.getStartTime(), drain.getEndTime());
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void failures_are_recorded_with_what_happened(Jdk jdk) throws IOException {
    Deployment deployment = Deployment.of(App.BLOCKING);
    try (ServerProcess service = start(jdk, deployment)) {
      long first = service.awaitStart();
      await("the agent").atMost(LONGEST).until(() -> service.stderr().contains("updates it"));
      deployment.deployFailing("ExitsAtOnce");
      service.hup(first);
      await("the failure")
          .atMost(LONGEST)
          .until(() -> service.stderr().contains("generation 1 goes on serving"));
      deployment.deploy("2");
      service.hup(first);
      service.signal(Signal.KILL, service.awaitServing("2"));
      service.awaitRecovery("1");
      await("the taking back")
          .atMost(LONGEST)
          .until(() -> service.stderr().contains("in its probation; generation 1 serves again"));
      service.signal(Signal.TERM, first);
      service.awaitExit(first, LONGEST);

      List<RecordedEvent> events = events(deployment, first);
      assertThat(events).extracting(JfrIT::name).containsExactly("Update", "Update", "Rollback");
      RecordedEvent failed = events.get(0);
      assertThat(failed.getBoolean("succeeded")).isFalse();
      assertThat(failed.getString("reason")).contains("exited");
      assertThat(failed.getDuration("untilReady")).isZero();
      assertThat(events.get(1).getBoolean("succeeded")).isTrue();
      RecordedEvent rollback = events.get(2);
      assertThat(rollback.getInt("generation")).isEqualTo(2);
      assertThat(rollback.getBoolean("requested")).isFalse();
      assertThat(rollback.getString("reason")).contains("SIGKILL");
      assertThat(rollback.getDuration()).isBetween(Duration.ZERO, LONGEST);
    }
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment) {
    return start(jdk, deployment, Ports.free());
  }

  private static ServerProcess start(Jdk jdk, Deployment deployment, int port) {
    return Launch.of(jdk, deployment)
        .jvm("-XX:StartFlightRecording:dumponexit=true")
        .env("HOTUPDATE_PROBATION", PROBATION.toSeconds() + "s")
        .env("HOTUPDATE_IDLE_TIMEOUT", "1s")
        .listen("127.0.0.1:" + port)
        .start();
  }

  private static List<RecordedEvent> events(Deployment deployment, long pid) throws IOException {
    // Without a name, and only then in JDK 17, the recorder makes one with the process in it.
    Path file;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(deployment.directory(), "*-pid-" + pid + "-*.jfr")) {
      file = files.iterator().next();
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("hotupdate."))
        .toList();
  }

  private static String name(RecordedEvent event) {
    return event.getEventType().getName().substring("hotupdate.".length());
  }
}
