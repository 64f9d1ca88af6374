package io.hotupdate.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line that a server says: {@code word key=value key=value…}. Nothing is required of it, because
 * the agent may be newer than the tool: whoever asks for a value copes with its absence.
 *
 * @param word what it is about
 * @param values its values, decoded and fit to be shown, in the order in which they came
 */
record Line(String word, Map<String, String> values) {
  static Line parse(String text) {
    String[] parts = text.split(" ", -1);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        values.put(parts[i].substring(0, equals), decoded(parts[i].substring(equals + 1)));
      }
    }
    return new Line(parts[0], values);
  }

  private static String decoded(String value) {
    try {
      return Printable.of(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Printable.of(value);
    }
  }

  boolean is(String otherWord) {
    return word.equals(otherWord);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** A number that is not negative; empty if there is none. */
  OptionalLong number(String key) {
    String value = values.getOrDefault(key, "");
    // Eighteen digits always fit into a long.
    return value.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  /** A number to be shown, "?" if there is none. */
  String figure(String key) {
    OptionalLong number = number(key);
    return number.isPresent() ? Long.toString(number.getAsLong()) : "?";
  }

  /** A text to be shown, "?" if there is none. */
  String words(String key) {
    return text(key).orElse("?");
  }
}
