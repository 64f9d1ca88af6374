package io.hotupdate.it.clients;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what programs say. */
final class Words {
  private Words() {}

  /**
   * The number that is the first group of a pattern.
   *
   * @throws IOException when the text does not have it
   */
  static long number(String text, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IOException("no '" + pattern + "' in:\n" + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  /** The process numbers of a list with blanks between. */
  static Set<Long> pids(String list) {
    return Arrays.stream(list.strip().split("\\s+"))
        .filter(pid -> !pid.isEmpty())
        .map(Long::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }
}
