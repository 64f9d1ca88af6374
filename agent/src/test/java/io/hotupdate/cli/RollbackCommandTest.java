package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rollback}: what is shown, and with what it ends. */
class RollbackCommandTest {
  @TempDir Path root;
  private Machine machine;
  private FakeAgent old;

  @BeforeEach
  void begin() throws IOException {
    machine = new Machine(root);
    old = machine.server(10);
  }

  @AfterEach
  void end() throws IOException {
    machine.close();
  }

  @Test
  void the_successor_sends_the_order_to_its_predecessor_which_serves_again() throws IOException {
    FakeAgent successor = machine.server(20).says("elsewhere pid=10").start();
    old.saysAndStays("draining generation=1 live=4 busy=1", "begun", "rolledback generation=2")
        .start();

    assertThat(machine.run("rollback", "20"))
        .isEqualTo(
            new Machine.Result(
                0,
                """
                draining: 4 connections, 1 busy
                done: generation 2 is rolled back; the old one serves again
                """,
                ""));
    assertThat(successor.requests()).isEqualTo(List.of("rollback"));
    assertThat(old.requests()).isEqualTo(List.of("rollback"));
  }

  @Test
  void a_new_generation_that_dies_meanwhile_is_rolled_back_as_well() throws IOException {
    old.saysAndStays("tookback generation=2 reason=it+exited+with+status+1", "begun").start();
    Machine.Result result = machine.run("rollback", "10");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("it exited with status 1");
  }

  @Test
  void a_refused_rollback_fails() throws IOException {
    old.says("refused reason=the+probation+is+over").start();
    assertThat(machine.run("rollback", "10"))
        .isEqualTo(
            new Machine.Result(
                1, "", "hotupdate: the rollback was refused: the probation is over\n"));
  }

  @Test
  void a_probation_that_ends_first_is_a_failure() throws IOException {
    old.saysAndStays("begun", "probationover generation=2").start();
    assertThat(machine.run("rollback", "10").err())
        .isEqualTo("hotupdate: the probation of generation 2 was over before it was rolled back\n");
  }

  @Test
  void a_server_that_ends_meanwhile_is_a_failure() throws IOException {
    old.says("begun").start();
    assertThat(machine.run("rollback", "10"))
        .isEqualTo(new Machine.Result(1, "", "hotupdate: the server ended during the rollback\n"));
  }

  @Test
  void when_the_time_is_up_the_rollback_goes_on() throws IOException {
    old.saysAndStays("begun").start();
    assertThat(machine.run("rollback", "--timeout", "100ms", "10"))
        .isEqualTo(
            new Machine.Result(
                3,
                "",
                "hotupdate: time is up: the old generation does not serve yet;"
                    + " the rollback goes on\n"));
  }
}
