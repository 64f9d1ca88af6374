package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class JdksTest {
  @Test
  void finds_each_jdk_once() {
    assertThat(Jdks.all())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(jdk -> assertThat(jdk.feature()).isGreaterThanOrEqualTo(17))
        .allSatisfy(jdk -> assertThat(Files.isExecutable(jdk.java())).isTrue());
  }
}
