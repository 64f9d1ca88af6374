package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list}. */
class ListCommandTest {
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

  private static String generation(int number, String state, long secondsAgo, String rest) {
    return "generation number=%d state=%s since=%d agent=0.1.0 %s"
        .formatted(number, state, Machine.NOW.minusSeconds(secondsAgo).toEpochMilli(), rest);
  }

  @Test
  void servers_are_shown_in_a_table_in_the_order_of_their_numbers() throws IOException {
    machine
        .server(900)
        .says(
            generation(3, "serving", 200, "live=41 busy=3"),
            "listener address=0.0.0.0%3A8080",
            "listener address=0.0.0.0%3A8443",
            "end")
        .start();
    machine.server(80).says(generation(12, "draining", 7500, "live=2 busy=0"), "end").start();

    Machine.Result result = machine.run("list");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            PID  GENERATION  STATE     SINCE         LISTENERS                  CONNECTIONS
            80   12          draining  2h 5min ago   -                          2 (0 busy, 2 quiet)
            900  3           serving   3min 20s ago  0.0.0.0:8080,0.0.0.0:8443  41 (3 busy, 38 quiet)
            """);
  }

  @Test
  void no_server_is_said_in_a_line() {
    assertThat(machine.run("list"))
        .isEqualTo(new Machine.Result(0, "no server runs with the agent\n", ""));
    assertThat(machine.run("list", "--json")).isEqualTo(new Machine.Result(0, "[]\n", ""));
  }

  @Test
  void a_server_that_does_not_respond_does_not_stop_the_list() throws IOException {
    machine.server(10);
    machine.server(20).says(generation(1, "serving", 5, "live=0 busy=0"), "end").start();

    assertThat(machine.run("list").out())
        .isEqualTo(
            """
            PID  GENERATION  STATE           SINCE   LISTENERS  CONNECTIONS
            10   -           not responding  -       -          -
            20   1           serving         5s ago  -          0 (0 busy, 0 quiet)
            """);
  }

  @Test
  void a_server_that_does_not_even_accept_is_not_waited_for() throws IOException {
    machine.server(10);
    UnixDomainSocketAddress socket =
        UnixDomainSocketAddress.of(machine.shared().resolve("10.sock"));
    List<SocketChannel> waiting = new ArrayList<>();
    try {
      assertThatThrownBy(
              () -> {
                while (true) {
                  SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
                  waiting.add(client);
                  client.configureBlocking(false);
                  client.connect(socket);
                }
              })
          .as("the queue is full")
          .isInstanceOf(SocketException.class);
      assertThat(machine.run("list").out()).contains("not responding");
    } finally {
      for (SocketChannel client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void a_server_that_ends_meanwhile_is_left_out() throws IOException {
    machine.server(10).close();
    machine.server(20).says().start();
    assertThat(machine.run("list").out()).isEqualTo("no server runs with the agent\n");
  }

  @Test
  void an_answer_that_breaks_off_or_is_garbage_is_told_from_one_that_is_complete()
      throws IOException {
    machine.server(10).says(generation(1, "serving", 5, "live=0")).start();
    machine.server(20).says("hello", "end").start();
    machine.server(30).sends(new byte[(1 << 20) + 100]).start();
    machine.server(40).says("error reason=too+many").start();

    assertThat(machine.run("list").out())
        .contains("its answer broke off")
        .contains("its answer is not understood")
        .contains("it sends a line without end")
        .contains("too many");
  }

  @Test
  void for_scripts_there_is_an_object_for_each() throws IOException {
    machine
        .server(10)
        .saysByteByByte(
            generation(2, "serving", 0, "predecessor=9 probation=7000 live=4 busy=1"),
            "listener address=%2Frun%2Fa.sock",
            "end")
        .start();
    machine.server(20).says("end").start();

    assertThat(machine.run("list", "--json").out())
        .isEqualTo(
            """
            [
              {
                "pid": 10,
                "generation": 2,
                "state": "serving",
                "since": "2026-03-01T12:00:00Z",
                "agent": "0.1.0",
                "predecessor": 9,
                "probationMillis": 7000,
                "live": 4,
                "busy": 1,
                "quiet": 3,
                "listeners": [
                  "/run/a.sock"
                ]
              },
              {
                "pid": 20,
                "error": "its answer is not understood"
              }
            ]
            """);
  }

  @Test
  void the_status_is_asked_for_without_stacks() throws IOException {
    FakeAgent agent = machine.server(10).says("end").start();
    machine.run("list");
    assertThat(agent.requests()).isEqualTo(List.of("status"));
  }
}
