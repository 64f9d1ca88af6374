package io.hotupdate.settings;

import java.time.Duration;
import java.util.Optional;

/** Durations as an operator writes them. */
public final class Durations {
  /** What is allowed, in words. */
  public static final String ALLOWED = allowed("0s");

  /** What is allowed where 0 is not, in words. */
  public static final String ALLOWED_POSITIVE = allowed("1ms");

  private static final Duration LONGEST = Duration.ofDays(7);

  private Durations() {}

  private static String allowed(String shortest) {
    return "a whole number with a unit, ms, s, m or h, from "
        + shortest
        + " to 168h, such as 500ms, 30s or 10m";
  }

  /** Reads a duration; empty if the text is none or it is out of range. */
  public static Optional<Duration> parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    // Nine digits of hours do not overflow; nothing in range has more.
    if (digits == 0 || digits > 9) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, digits));
    Duration duration =
        switch (text.substring(digits)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> null;
        };
    return Optional.ofNullable(duration).filter(d -> d.compareTo(LONGEST) <= 0);
  }

  /** For people: {@code 850 ms}, {@code 3.1 s}, {@code 2 min 5 s}. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return millis / 1000 + "." + millis % 1000 / 100 + " s";
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
