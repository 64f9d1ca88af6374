package io.hotupdate.it.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Counts requests. Thread-safe. */
public final class Tally {
  private static final int FAILURES_KEPT = 20;

  private final Map<String, Map<Outcome, Long>> outcomes = new TreeMap<>();
  private final Map<Answer, Long> answers = new LinkedHashMap<>();
  private final List<FailedRequest> firstFailures = new ArrayList<>();
  private final Consumer<FailedRequest> everyFailure;

  /** Keeps the first failures only. */
  public Tally() {
    this(failed -> {});
  }

  /**
   * @param everyFailure is told each failure when it is counted, by the thread that counts it
   */
  public Tally(Consumer<FailedRequest> everyFailure) {
    this.everyFailure = everyFailure;
  }

  /** Counts a request that was answered as it should be. */
  public synchronized void ok(String kind, Answer answer) {
    count(kind, Outcome.OK);
    answers.merge(answer, 1L, Long::sum);
  }

  /** Counts a request that was lost. */
  public synchronized void failed(String kind, Failure failure) {
    FailedRequest failed = new FailedRequest(Instant.now(), kind, failure);
    count(kind, failure.outcome());
    if (firstFailures.size() < FAILURES_KEPT) {
      firstFailures.add(failed);
    }
    everyFailure.accept(failed);
  }

  private void count(String kind, Outcome outcome) {
    outcomes.computeIfAbsent(kind, k -> new EnumMap<>(Outcome.class)).merge(outcome, 1L, Long::sum);
  }

  /** The number of requests of this kind that ended so. */
  public synchronized long count(Outcome outcome, String kind) {
    return outcomes.getOrDefault(kind, Map.of()).getOrDefault(outcome, 0L);
  }

  /** The number of requests that ended so. */
  public synchronized long count(Outcome outcome) {
    return outcomes.values().stream().mapToLong(kind -> kind.getOrDefault(outcome, 0L)).sum();
  }

  /** The number of all requests. */
  public synchronized long requests() {
    return count(Outcome.OK) + failures();
  }

  /** The number of requests that were lost. */
  public synchronized long failures() {
    return outcomes.values().stream()
        .flatMap(kind -> kind.entrySet().stream())
        .filter(entry -> entry.getKey() != Outcome.OK)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The first 20 requests that were lost, in the order of their loss. */
  public synchronized List<FailedRequest> firstFailures() {
    return List.copyOf(firstFailures);
  }

  /** The number of answers by each that answered, in the order of their first answers. */
  public synchronized Map<Answer, Long> answers() {
    return new LinkedHashMap<>(answers);
  }

  /** The processes that answered. */
  public synchronized Set<Long> pids() {
    return answers.keySet().stream().map(Answer::pid).collect(Collectors.toUnmodifiableSet());
  }

  /** The versions that answered. */
  public synchronized Set<String> versions() {
    return answers.keySet().stream().map(Answer::version).collect(Collectors.toUnmodifiableSet());
  }

  /** Everything, for the message of an assertion. */
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder("requests " + outcomes + "\nanswers " + answers);
    firstFailures.forEach(failure -> text.append("\n").append(failure));
    return text.toString();
  }
}
