package io.hotupdate.it.load;

import java.time.Instant;

/**
 * A request that was lost.
 *
 * @param time when the loss was seen
 * @param kind the load it belongs to
 * @param failure how it was lost, with the local port and the process, if known
 */
public record FailedRequest(Instant time, String kind, Failure failure) {
  @Override
  public String toString() {
    return time + " " + kind + ": " + failure.outcome() + ", " + failure.getMessage();
  }
}
