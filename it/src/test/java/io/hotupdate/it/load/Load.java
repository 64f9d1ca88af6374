package io.hotupdate.it.load;

/** A way of using a server. Has no state of its own, so that many threads can run it. */
public interface Load {

  /** What the requests are counted under. */
  String kind();

  /**
   * Uses one connection from its start to its end. Counts each request that was answered; once an
   * end is asked for, starts no further request.
   *
   * @throws Failure for the one request that was lost, which is not yet counted
   */
  void useConnection(Tally tally, Stop stop) throws Failure;
}
