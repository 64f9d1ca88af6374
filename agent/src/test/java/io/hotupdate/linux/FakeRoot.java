package io.hotupdate.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a machine as a test wants them to be. */
public final class FakeRoot {
  private final Path directory;

  /**
   * @param directory an empty directory
   */
  public FakeRoot(Path directory) {
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  /** Writes a file, with the directories it needs. */
  public FakeRoot with(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  public FakeRoot using(long kibibytes) throws IOException {
    return with("proc/self/status", "Name:\tjava\nVmRSS:\t" + kibibytes + " kB\nVmSwap:\t0 kB\n");
  }

  public FakeRoot machineHas(long kibibytes) throws IOException {
    return with("proc/meminfo", "MemTotal: 9999999 kB\nMemAvailable:   " + kibibytes + " kB\n");
  }

  /** A group of version 2 at {@code /sys/fs/cgroup}. */
  public FakeRoot group(String path, String max, long current) throws IOException {
    String group = "sys/fs/cgroup" + path + "/";
    return with(group + "memory.max", max + "\n").with(group + "memory.current", current + "\n");
  }
}
