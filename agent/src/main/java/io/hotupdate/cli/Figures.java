package io.hotupdate.cli;

import java.time.Duration;
import java.util.Locale;

/** Figures for people. */
final class Figures {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Figures() {}

  /** A length of time, the two largest units: {@code 2h 5min}. */
  static String time(Duration time) {
    Duration length = time.isNegative() ? Duration.ZERO : time;
    if (length.toDays() > 0) {
      return length.toDays() + "d " + length.toHoursPart() + "h";
    } else if (length.toHours() > 0) {
      return length.toHours() + "h " + length.toMinutesPart() + "min";
    } else if (length.toMinutes() > 0) {
      return length.toMinutes() + "min " + length.toSecondsPart() + "s";
    }
    return length.toSeconds() + "s";
  }

  /** A number of bytes in steps of 1000: {@code 1.2 MB}. */
  static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    double scaled = count / 1000.0;
    int unit = 0;
    // From here on it would be rounded to the next unit's 1.
    while (scaled >= 999.95 && unit < UNITS.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, UNITS[unit]);
  }

  /** A number of things: {@code 1 connection}, {@code 2 connections}. */
  static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
