package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptNameTest {
  @TempDir private Path directory;

  @Test
  void the_second_names_that_killed_generations_left_are_taken_away_and_nothing_else()
      throws IOException {
    for (String name :
        List.of(
            "s.sock",
            "s.sock.hotupdate-2",
            "s.sock.hotupdate-9",
            "s.sock.hotupdate-10",
            "s.sock.hotupdate-11",
            "s.sock.hotupdate-x",
            "t.sock.hotupdate-2")) {
      Files.createFile(directory.resolve(name));
    }
    Path path = directory.resolve("s.sock");

    new KeptName(path, directory.resolve("s.sock.hotupdate-11")).sweep(10);

    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "s.sock",
              "s.sock.hotupdate-10",
              "s.sock.hotupdate-11",
              "s.sock.hotupdate-x",
              "t.sock.hotupdate-2");
    }
  }
}
