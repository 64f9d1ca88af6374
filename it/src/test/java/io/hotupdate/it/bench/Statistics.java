package io.hotupdate.it.bench;

import java.util.List;

/** What many measurements say. */
final class Statistics {
  private Statistics() {}

  /** The value in the middle, or between the two in the middle. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The values below and above which a quarter of all lies, as {@code 0.98–1.01}. */
  static String quartiles(String format, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int quarter = sorted.size() / 4;
    return String.format(
        format + "–" + format, sorted.get(quarter), sorted.get(sorted.size() - 1 - quarter));
  }
}
