package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  static Stream<Message> every_message() {
    return Stream.of(
        new Message.Hello(2, 4711),
        new Message.Ready(),
        new Message.Commit(),
        new Message.Serving(Set.of()),
        new Message.Serving(Set.of(3)),
        new Message.Serving(Set.of(10, 2, 0)),
        new Message.Waiting("*:8080 was not bound; unix:/tmp/größe 1 was not bound"),
        new Message.Waiting(""),
        new Message.Failed(" a reason  with its blanks "),
        new Message.Update(),
        new Message.Stopping(),
        new Message.Yield(),
        new Message.Yielded(),
        new Message.Superseded(3));
  }

  @ParameterizedTest
  @MethodSource("every_message")
  void each_message_arrives_as_it_was_sent(Message message) {
    assertThat(message.line()).doesNotContain("\n");
    assertThat(Message.parse(message.line())).isEqualTo(message);
  }

  @Test
  void every_kind_of_message_is_tested() {
    assertThat(every_message().map(Message::getClass).distinct().count())
        .isEqualTo(Message.class.getPermittedSubclasses().length);
  }

  @Test
  void a_reason_of_several_lines_is_sent_as_one() {
    assertThat(new Message.Failed("first\nsecond").line()).isEqualTo("failed first second");
    assertThat(new Message.Waiting("first\nsecond").line()).isEqualTo("waiting first second");
  }

  @Test
  void the_places_of_listeners_are_sent_in_order() {
    assertThat(new Message.Serving(Set.of(10, 2, 0)).line()).isEqualTo("serving 0,2,10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hallo",
        "READY",
        " ready",
        "hello",
        "hello x 1",
        "hello 2 x",
        "serving a",
        "serving ,1",
        "serving 1;2",
        "superseded",
        "superseded x",
        "hello 99999999999 1"
      })
  void what_is_no_message_is_refused(String line) {
    assertThatThrownBy(() -> Message.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_hello_without_pid_is_refused() {
    assertThatThrownBy(() -> Message.parse("hello 2")).isInstanceOf(IllegalArgumentException.class);
  }
}
