package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void no_port_is_given_twice() {
    assertThat(IntStream.range(0, 200).map(i -> Ports.free())).doesNotHaveDuplicates();
  }
}
