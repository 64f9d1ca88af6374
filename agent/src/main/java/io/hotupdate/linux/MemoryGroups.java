package io.hotupdate.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the control groups that limit the memory of this process. */
final class MemoryGroups {
  private static final Pattern ESCAPED = Pattern.compile("\\\\([0-7]{3})");

  private final Path root;
  private final List<MemoryGroup> groups = new ArrayList<>();

  private MemoryGroups(Path root) {
    this.root = root;
  }

  /** The group of this process and those around it, as far as they are mounted. */
  static List<MemoryGroup> find(Path root) {
    MemoryGroups found = new MemoryGroups(root);
    KernelFile.lines(root.resolve("proc/self/mountinfo")).forEach(found::mounted);
    return found.groups;
  }

  /** One line of {@code /proc/self/mountinfo}, proc_pid_mountinfo(5). */
  private void mounted(String line) {
    int separator = line.indexOf(" - ");
    String[] mount = line.split(" ", -1);
    if (separator < 0 || mount.length < 5) {
      return;
    }
    String[] type = line.substring(separator + 3).split(" ", -1);
    if (type[0].equals("cgroup2")) {
      group("").ifPresent(path -> add(mount, path, MemoryGroup.Files.V2));
    } else if (type[0].equals("cgroup") && isOf(type[type.length - 1], "memory")) {
      group("memory").ifPresent(path -> add(mount, path, MemoryGroup.Files.V1));
    }
  }

  /**
   * The path of this process in the hierarchy of a controller, from {@code /proc/self/cgroup},
   * cgroups(7).
   *
   * @param controller empty for version 2
   */
  private Optional<String> group(String controller) {
    return KernelFile.lines(root.resolve("proc/self/cgroup")).stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3 && isOf(parts[1], controller))
        .map(parts -> parts[2])
        .findFirst();
  }

  private static boolean isOf(String list, String word) {
    return Arrays.asList(list.split(",", -1)).contains(word);
  }

  private void add(String[] mount, String path, MemoryGroup.Files files) {
    String mounted = unescape(mount[3]);
    String prefix = mounted.equals("/") ? "" : mounted;
    Path point = root.resolve(relative(unescape(mount[4])));
    Path directory = point.resolve(relative(below(prefix, path)));
    // A container may see paths of the machine that are not mounted in it; its own group is then
    // what is mounted.
    if (!Files.isDirectory(directory)) {
      directory = point;
    }
    while (directory.startsWith(point)) {
      String rest = point.relativize(directory).toString();
      String name = rest.isEmpty() && !prefix.isEmpty() ? prefix : prefix + "/" + rest;
      groups.add(new MemoryGroup(name, directory, files));
      directory = directory.getParent();
    }
  }

  /** The path within the mounted part of the hierarchy; empty if it lies outside of it. */
  private static String below(String prefix, String path) {
    boolean outside = !(path + "/").startsWith(prefix + "/") || (path + "/").contains("/../");
    return outside ? "" : path.substring(prefix.length());
  }

  private static String relative(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  /** A blank is written as {@code \040}. */
  private static String unescape(String path) {
    return ESCAPED
        .matcher(path)
        .replaceAll(
            octal ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(octal.group(1), 8))));
  }
}
