package io.hotupdate.it.clients;

import java.util.HashSet;
import java.util.Set;

/**
 * What a client says it has seen.
 *
 * @param requests all, the failed ones included
 * @param failed no answer, an incomplete one, or another status than 200; also what the client sent
 *     a second time of its own accord
 * @param pids who answered; empty if the client cannot tell
 * @param remark what the table does not show, such as the first failures; may be empty
 */
record Counts(long requests, long failed, Set<Long> pids, String remark) {
  /** Of a client that has not been run. */
  static final Counts NONE = new Counts(0, 0, Set.of(), "");

  Counts {
    pids = Set.copyOf(pids);
  }

  /** These and those of another run of the same client. */
  Counts and(Counts others) {
    Set<Long> all = new HashSet<>(pids);
    all.addAll(others.pids);
    return new Counts(
        requests + others.requests,
        failed + others.failed,
        all,
        (remark + "\n" + others.remark).strip());
  }
}
