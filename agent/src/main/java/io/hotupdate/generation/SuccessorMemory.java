package io.hotupdate.generation;

import io.hotupdate.linux.MemoryRoom;
import io.hotupdate.linux.ProcessMemory;
import io.hotupdate.log.Log;
import io.hotupdate.settings.MemoryCheck;
import io.hotupdate.settings.Setting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Whether there seems to be memory for a successor beside this JVM. */
final class SuccessorMemory {
  private static final long MIB = 1 << 20;

  private final MemoryCheck check;
  private final ProcessMemory memory;

  SuccessorMemory(MemoryCheck check, ProcessMemory memory) {
    this.check = check;
    this.memory = memory;
  }

  /**
   * Looks, and says what it finds.
   *
   * @return why there must not be an update; empty if there may be
   */
  Optional<String> obstacle() {
    if (check == MemoryCheck.OFF) {
      return Optional.empty();
    }
    OptionalLong used = memory.used();
    List<MemoryRoom> rooms = memory.rooms();
    Log.debug("memory for a second JVM: " + figures(used, rooms));
    return used.isEmpty() ? Optional.empty() : scarce(used.getAsLong(), rooms);
  }

  private Optional<String> scarce(long used, List<MemoryRoom> rooms) {
    Optional<String> finding =
        rooms.stream()
            .min(Comparator.comparingLong(MemoryRoom::bytes))
            .filter(least -> least.bytes() < used)
            .map(
                least ->
                    "little memory for a second JVM: this one uses "
                        + mebibytes(used)
                        + ", "
                        + left(least));
    if (check == MemoryCheck.REQUIRE) {
      return finding.map(
          text -> text + " (" + Setting.MEMORY.variable() + "=warn would try it all the same)");
    }
    finding.ifPresent(text -> Log.warn(text + "; the new version may be killed"));
    return Optional.empty();
  }

  private static String figures(OptionalLong used, List<MemoryRoom> rooms) {
    if (used.isEmpty() || rooms.isEmpty()) {
      return "the kernel does not tell";
    }
    return "this one uses "
        + mebibytes(used.getAsLong())
        + ", "
        + rooms.stream().map(SuccessorMemory::left).collect(Collectors.joining(", "));
  }

  private static String left(MemoryRoom room) {
    return room.of() + " has " + mebibytes(Math.max(0, room.bytes())) + " left";
  }

  private static String mebibytes(long bytes) {
    return bytes / MIB + " MiB";
  }
}
