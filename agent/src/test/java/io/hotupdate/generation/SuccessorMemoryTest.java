package io.hotupdate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.CapturedLog;
import io.hotupdate.linux.FakeRoot;
import io.hotupdate.linux.ProcessMemory;
import io.hotupdate.settings.MemoryCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SuccessorMemoryTest {
  private static final long MIB = 1024;

  @RegisterExtension final CapturedLog log = new CapturedLog();
  @TempDir private Path directory;
  private FakeRoot root;

  @BeforeEach
  void a_JVM_in_a_group() throws IOException {
    root =
        new FakeRoot(directory)
            .using(812 * MIB)
            .machineHas(9000 * MIB)
            .with("proc/self/cgroup", "0::/x\n")
            .with("proc/self/mountinfo", "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
  }

  private Optional<String> look(MemoryCheck check) {
    return new SuccessorMemory(check, new ProcessMemory(directory)).obstacle();
  }

  private void groupHas(long mebibytes) throws IOException {
    root.group("/x", Long.toString((1000 + mebibytes) << 20), 1000L << 20);
  }

  @Test
  void too_little_is_said_with_numbers_and_tried() throws IOException {
    groupHas(300);
    assertThat(look(MemoryCheck.WARN)).isEmpty();
    assertThat(log.text())
        .contains(
            "WARN",
            "little memory for a second JVM: this one uses 812 MiB, the control group /x has 300"
                + " MiB left; the new version may be killed");
  }

  @Test
  void too_little_is_refused_where_memory_is_required() throws IOException {
    groupHas(300);
    assertThat(look(MemoryCheck.REQUIRE))
        .hasValueSatisfying(
            reason ->
                assertThat(reason)
                    .contains("uses 812 MiB, the control group /x has 300 MiB left")
                    .contains("HOTUPDATE_MEMORY=warn"));
    assertThat(log.text()).doesNotContain("WARN");
  }

  @Test
  void a_machine_may_be_too_small_as_well() throws IOException {
    groupHas(2000);
    root.machineHas(811 * MIB);
    assertThat(look(MemoryCheck.REQUIRE).orElseThrow()).contains("the machine has 811 MiB left");
  }

  @Test
  void as_much_as_this_one_uses_is_enough() throws IOException {
    groupHas(812);
    assertThat(look(MemoryCheck.REQUIRE)).isEmpty();
    assertThat(log.text()).doesNotContain("WARN");
  }

  @Test
  void a_group_beyond_its_limit_has_nothing_left() throws IOException {
    groupHas(-500);
    assertThat(look(MemoryCheck.REQUIRE).orElseThrow()).contains("/x has 0 MiB left");
  }

  @Test
  void what_cannot_be_read_is_no_reason() {
    Optional<String> unreadable =
        new SuccessorMemory(
                MemoryCheck.REQUIRE, new ProcessMemory(directory.resolve("no such directory")))
            .obstacle();
    assertThat(unreadable).isEmpty();
    assertThat(log.text()).doesNotContain("WARN");
  }

  @Test
  void switched_off_it_looks_at_nothing() throws IOException {
    groupHas(0);
    assertThat(look(MemoryCheck.OFF)).isEmpty();
    assertThat(log.text()).isEmpty();
  }
}
