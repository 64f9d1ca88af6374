package io.hotupdate.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Numbers in the files of {@code /proc} and of control groups. What cannot be read is empty. */
final class KernelFile {
  private static final long KIB = 1024;

  private KernelFile() {}

  /** The lines of a file; none if it cannot be read. */
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException missingOrForbidden) {
      return List.of();
    }
  }

  /** The one number in a file; empty for the word {@code max}. */
  static OptionalLong number(Path file) {
    return lines(file).stream().limit(1).mapToLong(KernelFile::parse).filter(n -> n >= 0).findAny();
  }

  /** The bytes of a line {@code NAME VALUE} or {@code NAME: VALUE kB}. */
  static OptionalLong bytes(Path file, String name) {
    return lines(file).stream()
        .map(line -> line.split(":?\\s+"))
        .filter(words -> words.length > 1 && words[0].equals(name))
        .mapToLong(words -> parse(words[1]) * (words.length > 2 ? KIB : 1))
        .filter(n -> n >= 0)
        .findFirst();
  }

  private static long parse(String text) {
    try {
      return Long.parseLong(text.trim());
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }
}
