package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code update}: what is shown, and with what it ends. */
class UpdateCommandTest {
  private static final String BEGAN = "began generation=3 pid=20";
  private static final String TOOK_OVER = "tookover generation=3 pid=20 after=3300";
  private static final String DRAINED =
      "drained generation=2 connections=57 told=40 quiet=9 streams=2 cut=0 took=12000";
  private static final String SERVING = "generation number=3 state=serving since=0 live=1 busy=0";

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

  private Path status(long pid) {
    return root.resolve("proc/" + pid + "/status");
  }

  private void newOneServes() throws IOException {
    machine.server(20).says(SERVING, "end").says(SERVING, "end").start();
  }

  @Test
  void an_update_is_told_line_by_line_and_succeeds_when_the_old_generation_has_drained()
      throws IOException {
    old.says(
            "begun",
            BEGAN,
            "missing generation=3 what=0.0.0.0%3A8080+was+not+bound",
            "missing generation=3 what=0.0.0.0%3A8080+was+not+bound",
            "ready generation=3 after=3100",
            TOOK_OVER,
            "draining generation=2 live=41 busy=3 elapsed=0",
            "draining generation=2 live=40 busy=3 elapsed=10",
            "probationover generation=3",
            DRAINED)
        .start();
    newOneServes();

    Machine.Result result = machine.run("update", "10");

    assertThat(result)
        .isEqualTo(
            new Machine.Result(
                0,
                """
                starting generation 3, pid 20
                not ready yet: 0.0.0.0:8080 was not bound
                ready after 3.1 s
                serving: generation 3, pid 20
                draining: 41 connections, 3 busy
                the probation of generation 3 is over
                drained in 12.0 s: 57 connections, 40 told to close, 9 closed while quiet, 2 closed as streams, 0 cut
                done: generation 3 serves, pid 20
                """,
                ""));
    assertThat(old.requests()).isEqualTo(List.of("update"));
  }

  @Test
  void without_waiting_for_the_drain_it_is_done_when_the_new_generation_serves()
      throws IOException {
    old.saysAndStays("begun", BEGAN, TOOK_OVER).start();
    assertThat(machine.run("update", "--no-drain-wait", "10"))
        .isEqualTo(
            new Machine.Result(
                0,
                """
                starting generation 3, pid 20
                serving: generation 3, pid 20
                done: generation 3 serves, pid 20
                """,
                ""));
  }

  @Test
  void a_failed_update_ends_with_the_reason_and_the_output_on_standard_error() throws IOException {
    old.saysAndStays(
            "begun",
            BEGAN,
            "failed generation=3 after=2400 reason=it+exited+with+status+1 lines=2",
            "output line=%1B%5B31mException+in+thread+main%1B%5B0m",
            "output line=+at+Main")
        .start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(
            new Machine.Result(
                1,
                "starting generation 3, pid 20\n",
                """
                hotupdate: the update to generation 3 failed after 2.4 s, and the old one goes on: it exited with status 1
                the end of its output:
                  Exception in thread main
                   at Main
                """));
  }

  @Test
  void less_output_than_announced_does_not_keep_the_reason_back() throws IOException {
    old.says("begun", BEGAN, "failed generation=3 after=1 reason=it+hung lines=7", "output line=a")
        .start();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("it hung").endsWith("  a\n");
  }

  @Test
  void a_refused_update_fails() throws IOException {
    old.says("refused reason=the+JVM+listens+for+a+debugger").start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(
            new Machine.Result(
                1, "", "hotupdate: the update was refused: the JVM listens for a debugger\n"));
  }

  @Test
  void an_update_that_could_not_be_started_fails() throws IOException {
    old.saysAndStays("begun", "refused reason=no+memory").start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(new Machine.Result(1, "", "hotupdate: the update was refused: no memory\n"));
  }

  @Test
  void a_new_generation_that_ends_in_its_probation_is_a_failure() throws IOException {
    old.saysAndStays(
            "begun",
            BEGAN,
            TOOK_OVER,
            "tookback generation=3 reason=it+was+killed+by+signal+9+%28SIGKILL%29")
        .start();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "hotupdate: generation 3 ended in its probation, and the old one serves again:"
                + " it was killed by signal 9 (SIGKILL)\n");
  }

  @Test
  void a_new_generation_that_somebody_rolls_back_is_a_failure() throws IOException {
    old.saysAndStays("begun", BEGAN, TOOK_OVER, "rolledback generation=3").start();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("generation 3 was rolled back on request");
  }

  @Test
  void the_answer_may_come_after_events() throws IOException {
    old.says(
            "failed generation=3 after=9 reason=another+update lines=0",
            BEGAN,
            TOOK_OVER,
            "begun",
            DRAINED)
        .start();
    newOneServes();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith("starting generation 3, pid 20\nserving: generation 3");
  }

  @Test
  void the_end_of_another_update_is_not_taken_for_the_end_of_this_one() throws IOException {
    old.saysAndStays(
            "begun", "failed generation=3 after=9 reason=another+update lines=0", BEGAN, TOOK_OVER)
        .start();
    assertThat(machine.run("update", "--no-drain-wait", "10").exitCode()).isZero();
  }

  @Test
  void words_and_keys_of_a_newer_agent_are_passed_over() throws IOException {
    old.saysAndStays(
            "weather temperature=3",
            "begun mood=good",
            "began colour=red generation=3 =x pid=20 y",
            "",
            "=",
            "tookover generation=3 pid=20 after=%zz wind=12")
        .start();
    Machine.Result result = machine.run("update", "--no-drain-wait", "10");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
  }

  @Test
  void an_agent_that_speaks_slowly_is_understood() throws IOException {
    old.saysByteByByte("begun", BEGAN, TOOK_OVER).start();
    assertThat(machine.run("update", "--no-drain-wait", "10").exitCode()).isZero();
  }

  @Test
  void the_order_follows_to_the_process_that_can_carry_it_out() throws IOException {
    old.says("elsewhere pid=15").start();
    machine.server(15).says("elsewhere pid=17").start();
    FakeAgent serving = machine.server(17).saysAndStays("begun", BEGAN, TOOK_OVER).start();
    assertThat(machine.run("update", "--no-drain-wait", "10").exitCode()).isZero();
    assertThat(serving.requests()).isEqualTo(List.of("update"));
  }

  @Test
  void processes_that_send_each_other_the_order_are_not_asked_for_ever() throws IOException {
    FakeAgent other = machine.server(15);
    for (int i = 0; i < 20; i++) {
      old.says("elsewhere pid=15");
      other.says("elsewhere pid=10");
    }
    old.start();
    other.start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(
            new Machine.Result(1, "", "hotupdate: the servers send each other the update\n"));
  }

  @Test
  void an_order_sent_to_a_process_that_is_gone_says_so() throws IOException {
    old.says("elsewhere pid=15").start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(new Machine.Result(2, "", "hotupdate: there is no process 15\n"));
  }

  @Test
  void another_update_is_waited_for_and_then_this_one_begins() throws IOException {
    old.saysAndStays("busy", "ready generation=2 after=10", "failed generation=2 lines=0")
        .saysAndStays("tookover generation=2 pid=15 after=7", "busy")
        .says("elsewhere pid=15")
        .start();
    machine.server(15).saysAndStays("begun", BEGAN, TOOK_OVER).start();

    assertThat(machine.run("update", "--no-drain-wait", "10"))
        .isEqualTo(
            new Machine.Result(
                0,
                """
                another update is under way; waiting for its end
                starting generation 3, pid 20
                serving: generation 3, pid 20
                done: generation 3 serves, pid 20
                """,
                ""));
    assertThat(old.requests()).isEqualTo(List.of("update", "update", "update"));
  }

  @Test
  void a_server_that_ends_without_an_answer_is_a_failure() throws IOException {
    old.says().start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(new Machine.Result(1, "", "hotupdate: process 10 ended without an answer\n"));
  }

  @Test
  void a_server_that_dies_before_the_new_one_serves_is_a_failure() throws IOException {
    old.says("begun", BEGAN).start();
    assertThat(machine.run("update", "10").err())
        .isEqualTo(
            "hotupdate: the server ended during the update, and generation 3, pid 20, does not"
                + " serve\n");
  }

  @Test
  void a_server_that_dies_before_the_new_one_serves_is_none_if_that_takes_over()
      throws IOException {
    old.says("begun", BEGAN).start();
    machine
        .server(20)
        .says("generation number=3 state=starting since=0", "end")
        .says(SERVING, "end")
        .start();
    assertThat(machine.run("update", "10").exitCode()).isZero();
  }

  @Test
  void a_server_that_dies_while_it_drains_leaves_the_decision_to_the_new_one() throws IOException {
    old.says("begun", BEGAN, TOOK_OVER, "draining generation=2 live=4 busy=3 elapsed=0").start();
    newOneServes();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).endsWith("done: generation 3 serves, pid 20\n");
  }

  @Test
  void a_new_generation_that_is_updated_in_its_turn_is_none_even_if_it_ends_first()
      throws IOException {
    String listener = "listener address=*:8080";
    machine.server(20).saysAtItsEnd(status(20), SERVING, listener, "end").start();
    machine.server(30).says("generation number=4 state=serving since=0", listener, "end").start();
    old.saysAtItsEnd(status(10), "begun", BEGAN, TOOK_OVER, DRAINED).start();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.out())
        .endsWith(
            "done: generation 3 took over, pid 20, and has been replaced by a newer one since\n");
  }

  @Test
  void a_later_generation_of_another_service_proves_nothing() throws IOException {
    machine.server(20).saysAtItsEnd(status(20), SERVING, "listener address=*:8080", "end").start();
    machine
        .server(30)
        .says("generation number=4 state=serving since=0", "listener address=*:9090", "end")
        .start();
    old.saysAtItsEnd(status(10), "begun", BEGAN, TOOK_OVER, DRAINED).start();
    assertThat(machine.run("update", "10").exitCode()).isEqualTo(1);
  }

  @Test
  void a_new_generation_that_is_gone_after_the_drain_is_a_failure() throws IOException {
    old.says("begun", BEGAN, TOOK_OVER, DRAINED).start();
    Machine.Result result = machine.run("update", "10");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo("hotupdate: generation 3 took over, but pid 20 does not serve any more\n");
  }

  @Test
  void when_the_time_is_up_the_state_is_told() throws IOException {
    old.saysAndStays("begun", BEGAN, "missing generation=3 what=8080+was+not+bound")
        .saysAndStays("begun", BEGAN, TOOK_OVER, "draining generation=2 live=1 busy=1 elapsed=0")
        .saysAndStays("busy")
        .saysAndStays()
        .start();

    assertThat(machine.run("update", "--timeout", "300ms", "10"))
        .isEqualTo(
            new Machine.Result(
                3,
                "starting generation 3, pid 20\nnot ready yet: 8080 was not bound\n",
                "hotupdate: time is up: generation 3 is not ready yet, 8080 was not bound;"
                    + " the update goes on\n"));
    assertThat(machine.run("update", "--timeout", "300ms", "10").err())
        .isEqualTo(
            "hotupdate: time is up: generation 3 serves, pid 20; the old one is still draining,"
                + " 1 connection\n");
    assertThat(machine.run("update", "--timeout", "300ms", "10").err())
        .isEqualTo(
            "hotupdate: time is up: another update is still under way, this one has not begun\n");
    assertThat(machine.run("update", "--timeout", "300ms", "10").err())
        .isEqualTo("hotupdate: process 10 does not respond; it may obey when it goes on\n");
  }

  @Test
  void what_cannot_be_talked_to_is_a_usage_error() throws IOException {
    machine.process(30, machine.user);
    machine.server(40).close();

    assertThat(machine.run("update", "50"))
        .isEqualTo(new Machine.Result(2, "", "hotupdate: there is no process 50\n"));
    assertThat(machine.run("update", "30").exitCode()).isEqualTo(2);
    assertThat(machine.run("update", "30").err()).contains("process 30 has no control socket");
    assertThat(machine.run("update", "40").exitCode()).isEqualTo(2);
    assertThat(machine.run("update", "40").err())
        .startsWith("hotupdate: process 40 does not listen at its control socket");
  }

  @Test
  void an_agent_that_does_not_know_the_order_is_a_usage_error() throws IOException {
    old.says("error reason=unknown+request").start();
    assertThat(machine.run("update", "10"))
        .isEqualTo(
            new Machine.Result(
                2, "", "hotupdate: process 10 does not understand: unknown request\n"));
  }

  @Test
  void for_scripts_there_is_an_object_for_each_event() throws IOException {
    old.says(
            "begun",
            BEGAN,
            "draining generation=2 live=41 busy=3 elapsed=100 new=1",
            "failed generation=3 after=2400 reason=a+%22b%22 lines=1",
            "output line=c")
        .start();
    Machine.Result result = machine.run("update", "--json", "10");
    assertThat(result.out().replaceAll("\"elapsedMillis\":\\d+}\n$", "\"elapsedMillis\":0}\n"))
        .isEqualTo(
            """
            {"event":"began","generation":3,"pid":20}
            {"event":"draining","generation":2,"live":41,"busy":3,"elapsedMillis":100}
            {"event":"failed","generation":3,"afterMillis":2400,"reason":"a \\"b\\"","output":["c"]}
            {"event":"result","ok":false,"exitCode":1,"message":"the update to generation 3 failed \
            after 2.4 s, and the old one goes on: a \\"b\\"","elapsedMillis":0}
            """);
    assertThat(result.err()).contains("a \"b\"");
  }

  @Test
  void on_a_terminal_one_line_is_rewritten() throws IOException {
    machine.onTerminal = true;
    old.saysAndStays("begun", BEGAN, "missing generation=3 what=8080+was+not+bound", TOOK_OVER)
        .start();
    String out = machine.run("update", "--no-drain-wait", "10").out();

    assertThat(out).contains("\r\u001b[K").doesNotContain("\u001b[32m");
    assertThat(out.lines())
        .anyMatch(line -> line.contains("not ready yet: 8080 was not bound · "))
        .anyMatch(line -> line.endsWith("✓ serving: generation 3, pid 20"));
  }

  @Test
  void colours_and_signs_are_those_that_the_terminal_can_show() throws IOException {
    machine.onTerminal = true;
    machine.inColour = true;
    machine.charset = StandardCharsets.US_ASCII;
    old.saysAndStays("begun", BEGAN, TOOK_OVER).start();
    assertThat(machine.run("update", "--no-drain-wait", "10").out())
        .contains("\u001b[32m* \u001b[0mserving: generation 3, pid 20")
        .doesNotContain("?  ");
  }
}
