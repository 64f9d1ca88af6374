package io.hotupdate.cli;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Something that happened to a server.
 *
 * @param line what it said
 * @param output what a failed successor wrote last; empty with other events
 */
record Event(Line line, List<String> output) {
  static final String BEGAN = "began";
  static final String MISSING = "missing";
  static final String READY = "ready";
  static final String TOOK_OVER = "tookover";
  static final String FAILED = "failed";
  static final String TOOK_BACK = "tookback";
  static final String ROLLED_BACK = "rolledback";
  static final String PROBATION_OVER = "probationover";
  static final String DRAINING = "draining";
  static final String DRAINED = "drained";
  static final String REFUSED = "refused";

  /** The lines that follow {@link #FAILED}. */
  static final String OUTPUT = "output";

  private static final Set<String> KNOWN =
      Set.of(
          BEGAN,
          MISSING,
          READY,
          TOOK_OVER,
          FAILED,
          TOOK_BACK,
          ROLLED_BACK,
          PROBATION_OVER,
          DRAINING,
          DRAINED,
          REFUSED);

  private static final Set<String> ENDS_OF_AN_UPDATE =
      Set.of(TOOK_OVER, FAILED, TOOK_BACK, ROLLED_BACK);

  /** Whether the tool knows what such a line means. */
  static boolean isOne(Line line) {
    return KNOWN.contains(line.word());
  }

  String word() {
    return line.word();
  }

  boolean is(String otherWord) {
    return line.is(otherWord);
  }

  boolean endsAnUpdate() {
    return ENDS_OF_AN_UPDATE.contains(word());
  }

  String generation() {
    return line.figure("generation");
  }

  String reason() {
    return line.words("reason");
  }

  OptionalLong pid() {
    return line.number("pid");
  }

  /** The connections that are left. */
  long live() {
    return line.number("live").orElse(0);
  }

  Duration time(String key) {
    return Duration.ofMillis(line.number(key).orElse(0));
  }
}
