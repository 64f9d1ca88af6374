package io.hotupdate.it.bench;

import java.util.List;

/**
 * How long the requests took that one process answered.
 *
 * @param pid the process
 * @param sorted milliseconds, the shortest first; at least one
 */
record Latencies(long pid, List<Double> sorted) {
  Latencies {
    sorted = sorted.stream().sorted().toList();
  }

  /**
   * The latency that so many requests did not exceed.
   *
   * @param part from 0 to 1; 1 is the slowest
   */
  double quantile(double part) {
    int index = (int) Math.ceil(part * sorted.size()) - 1;
    return sorted.get(Math.max(0, index));
  }
}
