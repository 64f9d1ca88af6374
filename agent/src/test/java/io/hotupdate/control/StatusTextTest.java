package io.hotupdate.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Exchange;
import io.hotupdate.connection.Worker;
import io.hotupdate.generation.Status;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Socket;
import io.hotupdate.listener.Listener;
import io.hotupdate.listener.ListenerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Address LOCAL =
      Address.internet(Socket.AF_INET, new byte[] {10, 0, 0, 1}, 8080, 0);
  private static final Address PEER =
      Address.internet(Socket.AF_INET, new byte[] {10, 0, 0, 7}, 51234, 0);

  @Test
  void a_generation_at_rest_is_told_without_what_it_has_not() {
    Status status =
        new Status(
            1,
            4711,
            "serving",
            Instant.ofEpochMilli(1_700_000_000_123L),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    assertThat(StatusText.of(status, "0.1.0", Map.of(), false))
        .isEqualTo(
            "generation number=1 pid=4711 state=serving since=1700000000123 agent=0.1.0"
                + " live=0 busy=0\n"
                + "end\n");
  }

  @Test
  void a_draining_generation_is_told_with_what_it_waits_for() {
    assertThat(StatusText.of(draining(), "0.1.0", Map.of(9L, worker(1)), false))
        .isEqualTo(
            "generation number=2 pid=4711 state=draining since=5 agent=0.1.0 predecessor=1"
                + " successor=3 probation=2500 live=2 busy=1\n"
                + "listener address=10.0.0.1%3A8080\n"
                + "connection peer=10.0.0.7%3A51234 local=10.0.0.1%3A8080 activity=busy quiet=7"
                + " age=60 received=87 sent=0 told=yes thread=worker+1\n"
                + "connection peer=unix%3A local=unix%3A%2Frun%2Fa activity=quiet quiet=30"
                + " stream=yes\n"
                + "end\n");
  }

  @Test
  void deep_tells_the_top_of_the_stack_of_the_thread_that_works_on_a_connection() {
    String text = StatusText.of(draining(), "0.1.0", Map.of(9L, worker(50)), true);
    List<String> lines = text.lines().toList();
    assertThat(lines.get(2)).startsWith("connection ").endsWith("thread=worker+1");
    assertThat(lines.subList(3, 23))
        .containsOnly("frame at=com.example.Foo.bar%28Foo.java%3A17%29");
    assertThat(lines.get(23)).startsWith("connection ");
    assertThat(lines).hasSize(25).endsWith("end");
  }

  private static Worker worker(int frames) {
    StackTraceElement frame =
        new StackTraceElement("app", "com.example", "1", "com.example.Foo", "bar", "Foo.java", 17);
    return new Worker("worker 1", Collections.nCopies(frames, frame));
  }

  private static Status draining() {
    ListenerId id = new ListenerId(Socket.AF_INET, Socket.SOCK_STREAM, 6, LOCAL, 0);
    Connection busy =
        new Connection(
            8,
            9,
            LOCAL,
            PEER,
            Connection.Activity.BUSY,
            7,
            OptionalLong.of(60),
            OptionalLong.of(87),
            OptionalLong.of(0),
            OptionalLong.of(33),
            Exchange.OPEN,
            true,
            7,
            0);
    Connection quiet =
        new Connection(
            9,
            10,
            Address.unix("/run/a".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
            Address.of(new byte[] {Socket.AF_UNIX, 0}, 2),
            Connection.Activity.QUIET,
            30,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Exchange.UPGRADED,
            false,
            30,
            0);
    return new Status(
        2,
        4711,
        "draining",
        Instant.ofEpochMilli(5),
        Optional.of(1L),
        Optional.of(3L),
        Optional.of(Duration.ofMillis(2500)),
        List.of(new Listener(id, 4, 5)),
        List.of(busy, quiet));
  }
}
