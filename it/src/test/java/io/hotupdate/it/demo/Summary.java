package io.hotupdate.it.demo;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Outcome;
import io.hotupdate.it.load.Tally;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The table at the end. */
final class Summary {
  private Summary() {}

  /**
   * The lines of it.
   *
   * @param kinds the loads, in the order in which they are to be shown
   */
  static String of(Tally tally, List<String> kinds) {
    StringBuilder text = new StringBuilder();
    row(text, "requests", "answered", "lost");
    for (String kind : kinds) {
      row(text, kind, tally.count(Outcome.OK, kind), lost(tally, kind));
    }
    row(text, "all", tally.count(Outcome.OK), tally.failures());
    text.append('\n');
    row(text, "answered by", "version", "requests");
    for (var entry : tally.answers().entrySet()) {
      Answer answer = entry.getKey();
      row(text, "pid " + answer.pid(), answer.version(), entry.getValue());
    }
    tally.firstFailures().forEach(failure -> text.append("\nlost: ").append(failure));
    return text.toString();
  }

  private static long lost(Tally tally, String kind) {
    return Arrays.stream(Outcome.values())
        .filter(outcome -> outcome != Outcome.OK)
        .mapToLong(outcome -> tally.count(outcome, kind))
        .sum();
  }

  private static void row(StringBuilder text, Object first, Object second, Object third) {
    text.append(String.format(Locale.ROOT, "  %-18s %10s %10s%n", first, second, third));
  }
}
