package io.hotupdate.control;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of an answer: a word, and keys with values, {@code word key=value key=value}. Values are
 * percent-encoded, so they contain neither blank nor newline.
 */
final class Line {
  private final StringBuilder text;

  private Line(String word) {
    this.text = new StringBuilder(word);
  }

  static Line of(String word) {
    return new Line(word);
  }

  Line with(String key, String value) {
    text.append(' ')
        .append(key)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    return this;
  }

  Line with(String key, long value) {
    return with(key, Long.toString(value));
  }

  Line with(String key, OptionalLong value) {
    return value.isPresent() ? with(key, value.getAsLong()) : this;
  }

  Line with(String key, Optional<Long> value) {
    return value.isPresent() ? with(key, value.get()) : this;
  }

  /** The line with its end. */
  @Override
  public String toString() {
    return text + "\n";
  }
}
