package io.hotupdate.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The memory of this process, and what there is for another. */
public final class ProcessMemory {
  private final Path root;

  /**
   * @param root usually {@code /}
   */
  public ProcessMemory(Path root) {
    this.root = root;
  }

  /**
   * What this process uses, in bytes; empty if the kernel does not tell. What has been swapped out
   * counts as well: another process like this one wants it too.
   */
  public OptionalLong used() {
    Path status = root.resolve("proc/self/status");
    OptionalLong resident = KernelFile.bytes(status, "VmRSS");
    return resident.isEmpty()
        ? resident
        : OptionalLong.of(resident.getAsLong() + KernelFile.bytes(status, "VmSwap").orElse(0));
  }

  /**
   * What the machine and each control group around this process have left; none if nothing can be
   * read. Free swap is not counted: a JVM whose heap is swapped stands still whenever it collects.
   */
  public List<MemoryRoom> rooms() {
    List<MemoryRoom> rooms = new ArrayList<>();
    KernelFile.bytes(root.resolve("proc/meminfo"), "MemAvailable")
        .ifPresent(bytes -> rooms.add(new MemoryRoom("the machine", bytes)));
    MemoryGroups.find(root).forEach(group -> group.room().ifPresent(rooms::add));
    return rooms;
  }
}
