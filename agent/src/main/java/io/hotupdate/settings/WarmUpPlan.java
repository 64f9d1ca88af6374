package io.hotupdate.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The requests that a successor is to have answered before it is given the first client.
 *
 * @param count how many, 1 to 100000
 * @param targets what is asked, in turn; at least one
 */
public record WarmUpPlan(int count, List<HttpTarget> targets) {
  /** What is allowed, in words. */
  public static final String ALLOWED =
      "off, or a number from 1 to 100000, a URL, and more URLs or paths, separated by blanks, such"
          + " as 1000 http://:8080/ /search?q=a";

  private static final int LARGEST = 100_000;

  /** Reads a plan; empty if the text is none. */
  public static Optional<WarmUpPlan> parse(String text) {
    String[] words = text.split("\\s+");
    if (words.length < 2 || !words[0].matches("[0-9]{1,6}")) {
      return Optional.empty();
    }
    int count = Integer.parseInt(words[0]);
    List<HttpTarget> targets = new ArrayList<>();
    for (String word : List.of(words).subList(1, words.length)) {
      Optional<HttpTarget> target = target(word, targets);
      if (target.isEmpty()) {
        return Optional.empty();
      }
      targets.add(target.get());
    }
    return count < 1 || count > LARGEST
        ? Optional.empty()
        : Optional.of(new WarmUpPlan(count, List.copyOf(targets)));
  }

  /** A path alone is one of the server before it. */
  private static Optional<HttpTarget> target(String word, List<HttpTarget> before) {
    if (!word.startsWith("/")) {
      return HttpTarget.parse(word);
    }
    return before.isEmpty() || !HttpTarget.isPrintable(word)
        ? Optional.empty()
        : Optional.of(before.get(before.size() - 1).withPath(word));
  }
}
