package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.listener.Inherited;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritTest {
  @Test
  void what_is_written_is_read_with_the_descriptors_of_the_successor() {
    Inherit written =
        new Inherit(
            12,
            4711,
            List.of(
                new Inherited(87, true, false),
                new Inherited(14, false, true),
                new Inherited(15, true, true)));

    assertThat(written.variable()).isEqualTo("1:12:4711:rok");
    assertThat(Inherit.parse(written.variable()))
        .isEqualTo(
            new Inherit(
                12,
                4711,
                List.of(
                    new Inherited(6, true, false),
                    new Inherited(7, false, true),
                    new Inherited(8, true, true))));
  }

  @Test
  void an_inheritance_without_listeners_can_be_read() {
    assertThat(Inherit.parse("1:2:4711:")).isEqualTo(new Inherit(2, 4711, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "2:2:4711:r", "0:2:4711:r", "1:2:4711", "1:2:4711:r:x"})
  void another_protocol_is_refused_and_the_message_says_what_to_do(String variable) {
    assertThatThrownBy(() -> Inherit.parse(variable))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + variable + "'")
        .hasMessageContaining("speaks 1")
        .hasMessageContaining("a restart is needed once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1::4711:r", "1:x:4711:r", "1:2::r", "1:2:pid:r"})
  void a_wrong_number_is_refused(String variable) {
    assertThatThrownBy(() -> Inherit.parse(variable)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1:2:4711:x", "1:2:4711:rR"})
  void an_unknown_kind_of_listener_is_refused(String variable) {
    assertThatThrownBy(() -> Inherit.parse(variable)).isInstanceOf(IllegalArgumentException.class);
  }
}
