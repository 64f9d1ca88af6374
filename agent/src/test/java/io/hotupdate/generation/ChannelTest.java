package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.CapturedLog;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.LinuxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A channel over a socket of which the test says what each read gives. */
class ChannelTest {
  private static final int FD = 7;
  private static final int EPIPE = 32;
  private static final int ECONNRESET = 104;

  @RegisterExtension final CapturedLog log = new CapturedLog();

  private final Deque<byte[]> reads = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final List<Object> closed = new ArrayList<>();
  private int errno;

  @Test
  void a_message_is_sent_as_one_line() throws Exception {
    channel().send(new Message.Failed("größer"));

    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("failed größer\n");
  }

  @Test
  void several_messages_in_one_read_are_all_received() throws Exception {
    assertThat(received("hello 2 4711\nready\nserving 0,1\n"))
        .containsExactly(
            new Message.Hello(2, 4711), new Message.Ready(), new Message.Serving(Set.of(0, 1)));
  }

  @Test
  void a_message_cut_anywhere_even_in_a_letter_is_received_whole() throws Exception {
    byte[] line = "waiting größe\nready\n".getBytes(StandardCharsets.UTF_8);
    for (byte one : line) {
      reads.add(new byte[] {one});
    }

    assertThat(received()).containsExactly(new Message.Waiting("größe"), new Message.Ready());
  }

  @Test
  void half_a_message_before_the_end_of_file_is_none() throws Exception {
    assertThat(received("ready\ncomm")).containsExactly(new Message.Ready());
  }

  @Test
  void the_end_of_file_is_told_once() throws Exception {
    assertThat(received()).isEmpty();
    assertThat(log.text()).isEmpty();
  }

  @Test
  void an_endless_line_is_cut_and_does_not_fill_the_memory() throws Exception {
    reads.add("failed ".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 100; i++) {
      reads.add("x".repeat(4096).getBytes(StandardCharsets.UTF_8));
    }

    List<Message> messages = received("\nready\n");

    assertThat(messages).hasSize(2).last().isEqualTo(new Message.Ready());
    assertThat(((Message.Failed) messages.get(0)).reason())
        .hasSizeLessThan(64 * 1024)
        .contains("x");
  }

  @Test
  void what_is_no_message_is_said_and_the_conversation_goes_on() throws Exception {
    assertThat(received("ready\nGET / HTTP/1.1\nhello 2\ncommit\n"))
        .containsExactly(new Message.Ready(), new Message.Commit());
    assertThat(log.text())
        .contains("not understood from the other generation: unknown message: GET / HTTP/1.1")
        .contains("a process number is missing");
  }

  @Test
  void an_error_of_the_kernel_ends_the_conversation_and_is_said() throws Exception {
    reads.add("ready\n".getBytes(StandardCharsets.UTF_8));
    errno = ECONNRESET;

    assertThat(received()).containsExactly(new Message.Ready());
    assertThat(log.text()).contains("the channel to the other generation broke").contains("104");
  }

  @Test
  void a_message_to_nobody_is_refused_by_the_kernel_and_the_sender_is_told() {
    Channel channel =
        new Channel(LibcProxy.only((name, arguments) -> LibcProxy.refuse(name, EPIPE)), FD);

    assertThatThrownBy(() -> channel.send(new Message.Ready()))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.errno()).isEqualTo(EPIPE));
  }

  @Test
  void nothing_is_written_to_a_closed_channel_whose_number_may_be_another_file() throws Exception {
    Channel channel = channel();
    channel.close();
    channel.send(new Message.Ready());

    assertThat(closed).containsExactly(FD);
    assertThat(written.size()).isZero();
  }

  private List<Message> received(String... inOneRead) throws Exception {
    for (String text : inOneRead) {
      reads.add(text.getBytes(StandardCharsets.UTF_8));
    }
    List<Message> messages = new ArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    channel().listen("test", messages::add, () -> assertThat(end.complete(null)).isTrue());
    end.get(20, TimeUnit.SECONDS);
    return messages;
  }

  private Channel channel() {
    return new Channel(
        LibcProxy.only(
            (name, arguments) ->
                switch (name) {
                  case "read" -> this::read;
                  case "write" -> this::write;
                  case "close" -> this::close;
                  default -> null;
                }),
        FD);
  }

  private Object read(Object[] arguments) throws LinuxException {
    assertThat(arguments[0]).isEqualTo(FD);
    byte[] next = reads.poll();
    if (next == null && errno != 0) {
      throw new LinuxException("read", errno, "refused by the test");
    }
    if (next == null) {
      return 0;
    }
    System.arraycopy(next, 0, (byte[]) arguments[1], 0, next.length);
    return next.length;
  }

  private Object close(Object[] arguments) {
    closed.add(arguments[0]);
    return null;
  }

  private Object write(Object[] arguments) {
    assertThat(arguments[0]).isEqualTo(FD);
    written.write((byte[]) arguments[1], 0, (int) arguments[2]);
    return null;
  }
}
