package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}. */
class StatusCommandTest {
  private static final String DRAINING =
      "generation number=2 pid=10 state=draining since="
          + Machine.NOW.minusSeconds(185).toEpochMilli()
          + " agent=0.1.0 successor=20 probation=7200 live=3 busy=2";
  private static final String QUIET =
      "connection peer=10.0.0.9%3A50000 local=10.0.0.1%3A8080 activity=quiet quiet=9000"
          + " stream=yes told=yes";
  private static final String BUSY =
      "connection peer=10.0.0.7%3A51234 local=10.0.0.1%3A8080 activity=busy quiet=800 age=61000"
          + " received=512 sent=3400000 thread=qtp-12";
  private static final String LONG_BUSY =
      "connection peer=10.0.0.8%3A51235 local=10.0.0.1%3A8080 activity=busy quiet=130000";

  @TempDir Path root;
  private Machine machine;
  private FakeAgent agent;

  @BeforeEach
  void begin() throws IOException {
    machine = new Machine(root);
    agent = machine.server(10);
  }

  @AfterEach
  void end() throws IOException {
    machine.close();
  }

  private String[] draining(String... more) {
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of(DRAINING, "listener address=0.0.0.0%3A8080", QUIET, BUSY));
    lines.addAll(List.of(more));
    lines.addAll(List.of(LONG_BUSY, "end"));
    return lines.toArray(String[]::new);
  }

  @Test
  void a_draining_generation_says_first_what_it_waits_for_and_what_the_threads_do()
      throws IOException {
    agent
        .says(draining())
        .says(draining("frame at=com.example.Foo.bar%28Foo.java%3A17%29", "frame at=A.main"))
        .start();

    assertThat(machine.run("status", "10"))
        .isEqualTo(
            new Machine.Result(
                0,
                """
                It waits for 3 connections: 2 busy, 1 quiet.

                pid          10
                generation   2
                state        draining for 3min 5s
                successor    pid 20
                probation    7.2 s left
                listeners    0.0.0.0:8080
                connections  3 (2 busy, 1 quiet)
                agent        0.1.0

                PEER            LOCAL          ACTIVITY              AGE      RECEIVED  SENT    THREAD
                10.0.0.8:51235  10.0.0.1:8080  busy 2min 10s         -        -         -       -
                10.0.0.7:51234  10.0.0.1:8080  busy 0s               1min 1s  512 B     3.4 MB  qtp-12
                    at com.example.Foo.bar(Foo.java:17)
                    at A.main
                10.0.0.9:50000  10.0.0.1:8080  stream told quiet 9s  -        -         -       -
                """,
                ""));
    assertThat(agent.requests()).isEqualTo(List.of("status", "status deep"));
  }

  @Test
  void a_generation_that_ends_before_it_is_asked_for_stacks_is_shown_without() throws IOException {
    agent.says(draining()).says().start();
    Machine.Result result = machine.run("status", "10");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("It waits for 3 connections").contains("10.0.0.7:51234");
  }

  @Test
  void stacks_can_be_had_or_not() throws IOException {
    agent.says(draining()).says(draining()).start();
    machine.run("status", "--no-stacks", "10");
    machine.run("status", "--stacks", "10");
    assertThat(agent.requests()).isEqualTo(List.of("status", "status deep"));
  }

  @Test
  void a_generation_that_has_drained_waits_for_the_end_of_the_probation() throws IOException {
    agent
        .says("generation number=1 state=draining probation=3000 live=0 busy=0", "end")
        .says("generation number=1 state=exiting live=0 busy=0", "end")
        .start();
    assertThat(machine.run("status", "10").out())
        .startsWith("It waits for the end of the probation, 3.0 s.\n");
    assertThat(machine.run("status", "10").out())
        .startsWith("It waits for the application's shutdown hooks.\n");
  }

  @Test
  void what_all_connections_have_in_common_is_said_once() throws IOException {
    agent
        .says("generation number=1 state=draining live=1 busy=0", "end")
        .says("generation number=1 state=draining live=2 busy=2", "end")
        .start();
    assertThat(machine.run("status", "--no-stacks", "10").out())
        .startsWith("It waits for 1 quiet connection.\n");
    assertThat(machine.run("status", "--no-stacks", "10").out())
        .startsWith("It waits for 2 busy connections.\n");
  }

  @Test
  void only_the_first_connections_are_shown_unless_all_are_asked_for() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("generation number=1 state=serving live=25 busy=0 listener=x");
    for (int i = 0; i < 25; i++) {
      lines.add("connection peer=10.0.0.1%3A" + (100 + i) + " activity=quiet quiet=" + i);
    }
    lines.add("end");
    String[] answer = lines.toArray(String[]::new);
    agent.says(answer).says(answer).start();

    assertThat(machine.run("status", "10").out())
        .startsWith("pid          10\n")
        .contains("10.0.0.1:124")
        .doesNotContain("10.0.0.1:104")
        .endsWith("and 5 more; --all shows them\n");
    assertThat(machine.run("status", "--all", "10").out())
        .contains("10.0.0.1:100")
        .doesNotContain("more");
  }

  @Test
  void for_scripts_there_is_an_object_with_all_connections() throws IOException {
    agent
        .says("generation number=2 state=serving since=0 agent=1 live=1 busy=1", BUSY, "end")
        .start();
    assertThat(machine.run("status", "--json", "10").out())
        .isEqualTo(
            """
            {
              "pid": 10,
              "generation": 2,
              "state": "serving",
              "since": "1970-01-01T00:00:00Z",
              "agent": "1",
              "live": 1,
              "busy": 1,
              "quiet": 0,
              "listeners": [],
              "connections": [
                {
                  "peer": "10.0.0.7:51234",
                  "local": "10.0.0.1:8080",
                  "busy": true,
                  "stillMillis": 800,
                  "ageMillis": 61000,
                  "receivedBytes": 512,
                  "sentBytes": 3400000,
                  "stream": false,
                  "told": false,
                  "thread": "qtp-12"
                }
              ]
            }
            """);
  }

  @Test
  void a_server_that_cannot_be_asked_is_an_error() throws IOException {
    agent.says("generation number=1").says().start();
    machine.process(30, machine.user);

    assertThat(machine.run("status", "10"))
        .isEqualTo(
            new Machine.Result(
                2,
                "",
                "hotupdate: cannot ask process 10 at "
                    + machine.shared().resolve("10.sock")
                    + ": its answer broke off\n"));
    assertThat(machine.run("status", "10").err()).contains("process 10 does not listen");
    assertThat(machine.run("status", "30").err()).contains("process 30 has no control socket");
    assertThat(machine.run("status", "40"))
        .isEqualTo(new Machine.Result(2, "", "hotupdate: there is no process 40\n"));
  }
}
