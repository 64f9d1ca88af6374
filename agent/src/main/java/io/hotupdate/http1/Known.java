package io.hotupdate.http1;

/**
 * What is known of the requests at the moment at which a server writes. It is kept until the write
 * is done, so that looking at the same bytes twice has the same result.
 *
 * @param asked their kinds
 * @param count how many there were, ever
 * @param more whether one more may come before the last response begins: one has begun
 */
record Known(Asked asked, long count, boolean more) {
  /** Whether no request is known behind this one. */
  boolean isLast(long number) {
    return count - number == 1 && !more;
  }
}
