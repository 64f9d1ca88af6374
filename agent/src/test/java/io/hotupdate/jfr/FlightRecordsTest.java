package io.hotupdate.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.generation.Endings;
import io.hotupdate.generation.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordsTest {
  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

  @TempDir private Path directory;

  private List<RecordedEvent> record(Event... events) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      FlightRecords records = new FlightRecords();
      for (Event event : events) {
        records.happened(event);
      }
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("hotupdate."))
        .toList();
  }

  private static void expectName(RecordedEvent event, String name) {
    assertThat(event.getEventType().getName()).isEqualTo(name);
    assertThat(event.getEventType().getCategoryNames()).containsExactly("Hot Update");
    assertThat(event.getEventType().getLabel()).isNotEmpty();
    assertThat(event.getFields()).allMatch(field -> !field.getLabel().isEmpty());
  }

  @Test
  void an_update_that_succeeds_has_its_successor_and_how_long_it_took() throws IOException {
    List<RecordedEvent> events =
        record(
            new Event.UpdateBegan(2, 4711),
            new Event.Ready(2, THREE_SECONDS),
            new Event.TookOver(2, 4712, Duration.ofSeconds(4)));
    assertThat(events).hasSize(1);
    RecordedEvent update = events.get(0);
    expectName(update, "hotupdate.Update");
    assertThat(update.getInt("generation")).isEqualTo(2);
    assertThat(update.getLong("pid")).isEqualTo(4712);
    assertThat(update.getBoolean("succeeded")).isTrue();
    assertThat(update.getString("reason")).isEmpty();
    assertThat(update.getDuration("untilReady")).isEqualTo(THREE_SECONDS);
    assertThat(update.getDuration()).isPositive();
  }

  @Test
  void an_update_that_fails_has_its_reason() throws IOException {
    List<RecordedEvent> events =
        record(
            new Event.UpdateBegan(2, 4711),
            new Event.UpdateFailed(2, THREE_SECONDS, "it exited with status 1", List.of("oops")));
    assertThat(events).hasSize(1);
    RecordedEvent update = events.get(0);
    expectName(update, "hotupdate.Update");
    assertThat(update.getLong("pid")).isEqualTo(4711);
    assertThat(update.getBoolean("succeeded")).isFalse();
    assertThat(update.getString("reason")).isEqualTo("it exited with status 1");
    assertThat(update.getDuration("untilReady")).isZero();
  }

  @Test
  void a_successor_records_from_when_on_it_has_clients() throws IOException {
    List<RecordedEvent> events = record(new Event.Serves(2, 4711));
    assertThat(events).hasSize(1);
    expectName(events.get(0), "hotupdate.Commit");
    assertThat(events.get(0).getInt("generation")).isEqualTo(2);
  }

  @Test
  void a_drain_has_its_counts() throws IOException {
    List<RecordedEvent> events =
        record(
            new Event.UpdateBegan(2, 4711),
            new Event.TookOver(2, 4711, Duration.ofSeconds(4)),
            new Event.Draining(1, 40, 3, Duration.ZERO),
            new Event.Drained(1, new Endings(20, 11, 7, 1, 2), THREE_SECONDS));
    assertThat(events).hasSize(2);
    RecordedEvent drain = events.get(1);
    expectName(drain, "hotupdate.Drain");
    assertThat(drain.getInt("generation")).isEqualTo(1);
    assertThat(drain.getInt("connections")).isEqualTo(41);
    assertThat(drain.getInt("closedQuiet")).isEqualTo(7);
    assertThat(drain.getInt("cut")).isEqualTo(2);
    assertThat(drain.getStartTime()).isAfterOrEqualTo(events.get(0).getEndTime());
  }

  @Test
  void a_successor_that_dies_in_its_probation_is_a_rollback_that_nobody_asked_for()
      throws IOException {
    List<RecordedEvent> events =
        record(
            new Event.UpdateBegan(2, 4711),
            new Event.TookOver(2, 4711, Duration.ofSeconds(4)),
            new Event.TookBack(2, "was killed by signal 9 (SIGKILL)"));
    assertThat(events).hasSize(2);
    RecordedEvent rollback = events.get(1);
    expectName(rollback, "hotupdate.Rollback");
    assertThat(rollback.getInt("generation")).isEqualTo(2);
    assertThat(rollback.getBoolean("requested")).isFalse();
    assertThat(rollback.getString("reason")).isEqualTo("was killed by signal 9 (SIGKILL)");
  }

  @Test
  void a_rollback_on_request_says_so() throws IOException {
    List<RecordedEvent> events =
        record(new Event.TookOver(2, 4711, Duration.ZERO), new Event.RolledBack(2));
    assertThat(events).hasSize(2);
    assertThat(events.get(1).getBoolean("requested")).isTrue();
    assertThat(events.get(1).getString("reason")).isEmpty();
  }

  @Test
  void a_recording_that_begins_in_the_middle_has_the_end() throws IOException {
    List<RecordedEvent> events =
        record(
            new Event.UpdateFailed(3, THREE_SECONDS, "it exited", List.of()),
            new Event.TookBack(2, "exited"),
            new Event.Drained(1, new Endings(1, 0, 0, 0, 0), THREE_SECONDS));
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactly("hotupdate.Update", "hotupdate.Rollback", "hotupdate.Drain");
  }
}
