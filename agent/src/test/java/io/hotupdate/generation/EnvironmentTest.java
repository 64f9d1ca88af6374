package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final byte[] INVALID_UTF_8 = {'N', 'A', 'M', 'E', '=', (byte) 0xff, 'x'};

  @Test
  void a_value_is_kept_byte_for_byte() {
    assertThat(Environment.value(List.of(INVALID_UTF_8), "NAME"))
        .hasValue(new byte[] {(byte) 0xff, 'x'});
    assertThat(Environment.value(List.of(bytes("NAMES=1"), bytes("NAM")), "NAME")).isEmpty();
    assertThat(Environment.value(List.of(bytes("A=1"), bytes("A=2")), "A")).hasValue(bytes("1"));
  }

  @Test
  void a_variable_replaces_all_of_its_name_and_leaves_the_others_alone() {
    List<byte[]> before = List.of(bytes("A=1"), INVALID_UTF_8, bytes("A=2"), bytes("AB=3"));

    assertThat(Environment.with(before, "A", "4"))
        .containsExactly(INVALID_UTF_8, bytes("AB=3"), bytes("A=4"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
