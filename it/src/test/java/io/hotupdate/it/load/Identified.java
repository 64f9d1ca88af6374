package io.hotupdate.it.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that begins with who says it, such as {@code pid=7 version=3 hello}. */
final class Identified {
  private static final Pattern FORM =
      Pattern.compile("pid=(\\d+) version=(\\S+) (.*)", Pattern.DOTALL);

  private Identified() {}

  /** Who says it; empty if it has another form, or the rest is not what was expected. */
  static Optional<Answer> parse(String text, String expected) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() && matcher.group(3).equals(expected)
        ? Optional.of(new Answer(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }
}
