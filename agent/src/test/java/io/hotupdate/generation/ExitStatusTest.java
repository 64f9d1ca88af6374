package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {
  @ParameterizedTest
  @CsvSource({
    "0, exited with status 0",
    "256, exited with status 1",
    "36608, exited with status 143",
    "9, was killed by signal 9 (SIGKILL)",
    "15, was killed by signal 15 (SIGTERM)",
    "139, was killed by signal 11 (SIGSEGV)",
    "134, was killed by signal 6 (SIGABRT)",
    "1, was killed by signal 1"
  })
  void a_status_is_told_in_words(int status, String words) {
    assertThat(ExitStatus.describe(status)).isEqualTo(words);
  }
}
