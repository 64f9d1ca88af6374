package io.hotupdate.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
  private static final String V2 =
      "31 23 0:28 / /sys/fs/cgroup rw,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
  private static final String V1 =
      "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n";

  @TempDir private Path directory;
  private FakeRoot root;

  @BeforeEach
  void empty() {
    root = new FakeRoot(directory);
  }

  private ProcessMemory memory() {
    return new ProcessMemory(directory);
  }

  @Test
  void a_process_uses_what_is_resident_and_what_was_swapped_out() throws IOException {
    root.with("proc/self/status", "Name:\tjava\nVmRSS:\t  2048 kB\nVmSwap:\t   1024 kB\n");
    assertThat(memory().used()).hasValue(3L << 20);
  }

  @Test
  void a_kernel_without_swap_tells_what_is_resident() throws IOException {
    root.with("proc/self/status", "VmRSS:\t  2048 kB\n");
    assertThat(memory().used()).hasValue(2L << 20);
  }

  @Test
  void the_machine_has_what_is_available_without_swapping() throws IOException {
    root.with("proc/meminfo", "MemFree: 1 kB\nMemAvailable:   4096 kB\nSwapFree: 9999999 kB\n");
    assertThat(memory().rooms()).containsExactly(new MemoryRoom("the machine", 4L << 20));
  }

  @Test
  void nothing_is_known_where_nothing_can_be_read() {
    assertThat(memory().used()).isEmpty();
    assertThat(memory().rooms()).isEmpty();
  }

  @Test
  void files_without_sense_are_as_good_as_none() throws IOException {
    root.with("proc/self/status", "VmRSS: lots kB\n")
        .with("proc/meminfo", "MemAvailable:\n")
        .with("proc/self/cgroup", "nonsense\n0::/a\n")
        .with("proc/self/mountinfo", "nonsense\n1 2 -\n" + V2)
        .group("/a", "much", 1);
    assertThat(memory().used()).isEmpty();
    assertThat(memory().rooms()).isEmpty();
  }

  @Test
  void a_group_has_its_limit_less_what_it_uses_and_cannot_give_back() throws IOException {
    inVersion2("/service").group("/service", "10000", 7000);
    root.with(
        "sys/fs/cgroup/service/memory.stat", "anon 5000\ninactive_file 1500\nactive_file 9\n");
    assertThat(memory().rooms())
        .containsExactly(new MemoryRoom("the control group /service", 4500));
  }

  @Test
  void a_group_is_slowed_down_from_its_high_mark_on() throws IOException {
    inVersion2("/service").group("/service", "10000", 7000);
    root.with("sys/fs/cgroup/service/memory.high", "8000\n");
    assertThat(memory().rooms()).extracting(MemoryRoom::bytes).containsExactly(1000L);
  }

  @Test
  void a_limit_that_was_lowered_leaves_less_than_nothing() throws IOException {
    inVersion2("/service").group("/service", "1000", 7000);
    assertThat(memory().rooms()).extracting(MemoryRoom::bytes).containsExactly(-6000L);
  }

  @Test
  void every_group_around_the_process_counts() throws IOException {
    inVersion2("/a/b/c")
        .group("/a/b/c", "max", 10)
        .group("/a/b", "500", 100)
        .group("/a", "300", 200)
        .group("/other", "1", 1);
    assertThat(memory().rooms())
        .containsExactly(
            new MemoryRoom("the control group /a/b", 400),
            new MemoryRoom("the control group /a", 100));
  }

  @Test
  void in_a_namespace_of_its_own_a_container_is_the_root() throws IOException {
    inVersion2("/").group("", "5000", 1000);
    assertThat(memory().rooms()).containsExactly(new MemoryRoom("the control group /", 4000));
  }

  @Test
  void without_a_namespace_a_container_sees_paths_of_the_machine() throws IOException {
    root.with("proc/self/cgroup", "4:cpu,memory:/docker/abc/inner\n0::/docker/abc\n")
        .with(
            "proc/self/mountinfo",
            "35 31 0:32 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,cpu,memory\n");
    limitVersion1("", 9000, 1000, 0);
    limitVersion1("/inner", 3000, 1000, 0);
    assertThat(memory().rooms())
        .containsExactly(
            new MemoryRoom("the control group /docker/abc/inner", 2000),
            new MemoryRoom("the control group /docker/abc", 8000));
  }

  @Test
  void a_path_that_is_not_mounted_means_the_group_that_is() throws IOException {
    for (String path : new String[] {"/kubepods/pod7", "/../pod7", "/.."}) {
      root.with("proc/self/cgroup", "4:memory:" + path + "\n").with("proc/self/mountinfo", V1);
      limitVersion1("", 9000, 1000, 0);
      assertThat(memory().rooms()).containsExactly(new MemoryRoom("the control group /", 8000));
    }
  }

  @Test
  void version_1_counts_the_groups_below_in_its_totals() throws IOException {
    root.with("proc/self/cgroup", "4:memory:/service\n").with("proc/self/mountinfo", V1);
    limitVersion1("/service", 10000, 7000, 500);
    assertThat(memory().rooms())
        .containsExactly(new MemoryRoom("the control group /service", 3500));
  }

  @Test
  void version_1_without_a_limit_has_a_very_large_one() throws IOException {
    root.with("proc/self/cgroup", "4:memory:/service\n").with("proc/self/mountinfo", V1);
    limitVersion1("/service", 9223372036854771712L, 7000, 500);
    assertThat(memory().rooms()).isEmpty();
  }

  @Test
  void where_version_2_has_no_memory_controller_version_1_has() throws IOException {
    root.with("proc/self/cgroup", "4:memory:/service\n1:name=systemd:/service\n0::/service\n")
        .with(
            "proc/self/mountinfo",
            V1
                + "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n"
                + "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n")
        .with("sys/fs/cgroup/unified/service/cgroup.procs", "1\n");
    limitVersion1("/service", 10000, 7000, 0);
    assertThat(memory().rooms())
        .containsExactly(new MemoryRoom("the control group /service", 3000));
  }

  @Test
  void a_mount_point_may_have_a_blank() throws IOException {
    root.with("proc/self/cgroup", "0::/a b\n")
        .with("proc/self/mountinfo", "31 23 0:28 / /my\\040groups rw - cgroup2 cgroup2 rw\n")
        .with("my groups/a b/memory.max", "100\n")
        .with("my groups/a b/memory.current", "40\n");
    assertThat(memory().rooms()).containsExactly(new MemoryRoom("the control group /a b", 60));
  }

  @Test
  void the_real_kernel_tells() {
    ProcessMemory real = new ProcessMemory(Path.of("/"));
    assertThat(real.used().orElseThrow()).isBetween(10L << 20, 1L << 40);
    assertThat(real.rooms())
        .filteredOn(room -> room.of().equals("the machine"))
        .singleElement()
        .satisfies(room -> assertThat(room.bytes()).isPositive());
  }

  private FakeRoot inVersion2(String path) throws IOException {
    return root.with("proc/self/cgroup", "0::" + path + "\n").with("proc/self/mountinfo", V2);
  }

  private void limitVersion1(String group, long limit, long usage, long inactive)
      throws IOException {
    String path = "sys/fs/cgroup/memory" + group + "/";
    root.with(path + "memory.limit_in_bytes", limit + "\n")
        .with(path + "memory.usage_in_bytes", usage + "\n")
        .with(
            path + "memory.stat",
            "inactive_file 1\ntotal_cache 9999\ntotal_inactive_file " + inactive + "\n");
  }
}
