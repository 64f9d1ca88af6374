package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortRangeTest {
  @Test
  void the_range_of_the_kernel_can_be_read() throws IOException {
    PortRange range = PortRange.read(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));

    assertThat(range.first()).isBetween(1, 65535);
    assertThat(range.last()).isBetween(range.first(), 65535);
  }

  @Test
  void both_ends_belong_to_the_range() {
    PortRange range = new PortRange(32768, 60999);

    assertThat(range.contains(32767)).isFalse();
    assertThat(range.contains(32768)).isTrue();
    assertThat(range.contains(60999)).isTrue();
    assertThat(range.contains(61000)).isFalse();
  }
}
