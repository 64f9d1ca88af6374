package io.hotupdate.linux;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * One control group with a memory controller, cgroups(7).
 *
 * @param name its path in the hierarchy, for people
 * @param directory its files
 * @param files how they are named
 */
record MemoryGroup(String name, Path directory, Files files) {
  // In version 1 no limit is a number near the largest, rounded down to a page.
  private static final long UNLIMITED = 1L << 60;

  /** The two versions of control groups. */
  enum Files {
    /** Documentation/admin-guide/cgroup-v1/memory.rst of Linux. */
    V1("memory.limit_in_bytes", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"),
    /**
     * Documentation/admin-guide/cgroup-v2.rst of Linux. Above {@code memory.high} nothing is
     * killed, but everything is slowed down until it is below.
     */
    V2("memory.max", "memory.high", "memory.current", "");

    private final String limit;
    private final String softLimit;
    private final String usage;
    private final String statistic;

    Files(String limit, String softLimit, String usage, String prefix) {
      this.limit = limit;
      this.softLimit = softLimit;
      this.usage = usage;
      this.statistic = prefix + "inactive_file";
    }
  }

  /** What the group has left; empty if it has no limit. */
  Optional<MemoryRoom> room() {
    OptionalLong limit =
        LongStream.concat(number(files.limit), number(files.softLimit))
            .filter(bytes -> bytes < UNLIMITED)
            .min();
    OptionalLong usage = KernelFile.number(directory.resolve(files.usage));
    if (limit.isEmpty() || usage.isEmpty()) {
      return Optional.empty();
    }
    // Cached pages of files that nobody has used for a while are given back before anyone is
    // killed.
    long reclaimable =
        KernelFile.bytes(directory.resolve("memory.stat"), files.statistic).orElse(0);
    return Optional.of(
        new MemoryRoom(
            "the control group " + name, limit.getAsLong() - usage.getAsLong() + reclaimable));
  }

  private LongStream number(String file) {
    return KernelFile.number(directory.resolve(file)).stream();
  }
}
