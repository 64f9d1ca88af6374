package io.hotupdate.it.storm;

import io.hotupdate.it.load.FailedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The bookkeeping: every request that was lost, and every death that may be the cause. Thread-safe.
 */
final class Losses implements Consumer<FailedRequest> {
  private final List<Death> deaths = new ArrayList<>();
  private final List<FailedRequest> open = new ArrayList<>();
  private int explained;

  /** A request was lost. */
  @Override
  public synchronized void accept(FailedRequest lost) {
    open.add(lost);
  }

  /** A process is about to be ended. */
  synchronized void died(Death death) {
    deaths.add(death);
  }

  /** The losses that no death explains. Ask when every process that was to end has ended. */
  synchronized List<FailedRequest> unexplained() {
    int before = open.size();
    open.removeIf(lost -> deaths.stream().anyMatch(death -> death.explains(lost)));
    explained += before - open.size();
    return List.copyOf(open);
  }

  /** How many losses were found to be due to a death. */
  synchronized int explained() {
    return explained;
  }

  /** How many processes were ended. */
  synchronized int deaths() {
    return deaths.size();
  }

  /** The latest deaths, for the message of an assertion. */
  @Override
  public synchronized String toString() {
    int shown = Math.min(5, deaths.size());
    return "latest deaths: " + deaths.subList(deaths.size() - shown, deaths.size());
  }
}
