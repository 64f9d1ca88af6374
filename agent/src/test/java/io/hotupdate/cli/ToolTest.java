package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Until;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common. */
class ToolTest {
  @TempDir Path root;
  private Machine machine;

  @BeforeEach
  void begin() throws IOException {
    machine = new Machine(root);
  }

  @AfterEach
  void end() throws IOException {
    machine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "update --version", "list -V"})
  void the_version_is_that_of_the_jar(String command) {
    assertThat(machine.run(command.split(" ", -1)))
        .isEqualTo(new Machine.Result(0, "hotupdate 1.2.3\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "list --help", "status --help", "update --help", "rollback --help"})
  void the_help_names_the_exit_codes_and_fits_a_terminal(String command) {
    Machine.Result result = machine.run(command.split(" ", -1));
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Usage: java -jar hotupdate.jar")
        .contains("--control", "Exit codes:", "  3   ", "Example")
        .doesNotContain("\u001b");
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "list 4",
        "status",
        "status 0",
        "status -4",
        "status x",
        "status 12345678901",
        "update",
        "update 4 5",
        "update --nonsense 4",
        "update --timeout 4",
        "update --timeout 90 4",
        "update --timeout 0s 4",
        "rollback --no-drain-wait 4",
        "list --control nowhere"
      })
  void wrong_usage_is_told_in_two_lines_at_most(String command) {
    Machine.Result result = machine.run(command.isEmpty() ? new String[0] : command.split(" ", -1));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("hotupdate: ").doesNotContain("Exception");
    assertThat(result.err().lines().count()).isBetween(1L, 2L);
  }

  @Test
  void who_interrupts_an_update_is_told_that_it_goes_on() throws Exception {
    FakeAgent agent = machine.server(10).saysAndStays("begun").start();
    CompletableFuture<Machine.Result> update =
        CompletableFuture.supplyAsync(() -> machine.run("update", "10"));
    Until.holds("the update to be asked for", () -> !agent.requests().isEmpty());

    machine.atInterrupt.run();
    machine.close();

    assertThat(update.get().err())
        .startsWith(
            "hotupdate: interrupted; if the update has begun, it goes on,"
                + " and status 10 shows how far it is\n");
  }
}
