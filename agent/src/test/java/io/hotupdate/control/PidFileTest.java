package io.hotupdate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.CapturedLog;
import io.hotupdate.generation.Endings;
import io.hotupdate.generation.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PidFileTest {
  @RegisterExtension final CapturedLog log = new CapturedLog();
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("app.pid");
  }

  private PidFile ofProcess(long pid) {
    return new PidFile(file, pid);
  }

  @Test
  void it_holds_the_number_and_everybody_may_read_it() throws IOException {
    ofProcess(4711).write();
    assertThat(file).hasContent("4711\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r--r--");
    assertThat(names()).containsExactly("app.pid");
  }

  @Test
  void it_is_replaced_and_never_written_in_place() throws IOException {
    Files.writeString(file, "1\n");
    Path old = Files.createLink(directory.resolve("open by a reader"), file);
    ofProcess(4711).write();
    assertThat(old).hasContent("1\n");
    assertThat(file).hasContent("4711\n");
  }

  static Stream<Event> eventsAfterWhichThisGenerationServes() {
    return Stream.of(
        new Event.Serves(2, 4711),
        new Event.Orphaned(2),
        new Event.SuccessorLost(3),
        new Event.TookBack(3, "was killed"),
        new Event.ServesAfterAll(2),
        new Event.RolledBack(3));
  }

  @ParameterizedTest
  @MethodSource("eventsAfterWhichThisGenerationServes")
  void it_names_a_generation_from_when_it_serves(Event event) throws IOException {
    Files.writeString(file, "1\n");
    ofProcess(4711).happened(event);
    assertThat(file).hasContent("4711\n");
  }

  static Stream<Event> otherEvents() {
    return Stream.of(
        new Event.UpdateBegan(2, 12),
        new Event.Ready(2, Duration.ZERO),
        new Event.TookOver(2, 12, Duration.ZERO),
        new Event.UpdateFailed(2, Duration.ZERO, "it exited", List.of()),
        new Event.Drained(1, new Endings(0, 0, 0, 0, 0), Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("otherEvents")
  void nothing_else_changes_it(Event event) throws IOException {
    Files.writeString(file, "12\n");
    ofProcess(4711).happened(event);
    assertThat(file).hasContent("12\n");
  }

  @Test
  void who_is_named_removes_it_at_its_end() throws IOException {
    PidFile ending = ofProcess(4711);
    ending.write();
    ending.remove();
    assertThat(names()).isEmpty();
  }

  @Test
  void who_is_not_named_leaves_it() throws IOException {
    PidFile predecessor = ofProcess(4711);
    predecessor.write();
    ofProcess(4712).write();
    predecessor.remove();
    assertThat(file).hasContent("4712\n");
    assertThat(names()).containsExactly("app.pid");
  }

  @Test
  void a_file_that_is_gone_is_not_missed() {
    ofProcess(4711).remove();
    assertThat(log.text()).isEmpty();
  }

  @Test
  void who_ends_does_not_write_it_again() throws IOException {
    PidFile ending = ofProcess(4711);
    ending.remove();
    ending.happened(new Event.TookBack(2, "was killed"));
    assertThat(names()).isEmpty();
  }

  @Test
  void who_ends_never_takes_it_from_one_that_writes_it_at_the_same_moment() throws Exception {
    for (int i = 0; i < 500; i++) {
      PidFile predecessor = ofProcess(4711);
      PidFile successor = ofProcess(4712);
      predecessor.write();
      Thread ending = new Thread(predecessor::remove);
      ending.start();
      successor.write();
      ending.join();
      assertThat(file).hasContent("4712\n");
      assertThat(names()).containsExactly("app.pid");
    }
  }

  @Test
  void at_the_start_it_is_an_error_that_it_cannot_be_written() {
    PidFile nowhere = new PidFile(directory.resolve("missing/app.pid"), 4711);
    assertThatThrownBy(nowhere::write).isInstanceOf(IOException.class);
  }

  @Test
  void later_it_is_a_warning() {
    Path missing = directory.resolve("missing/app.pid");
    new PidFile(missing, 4711).happened(new Event.Serves(2, 4711));
    assertThat(log.text()).contains("WARN", missing.toString(), "out of date");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
