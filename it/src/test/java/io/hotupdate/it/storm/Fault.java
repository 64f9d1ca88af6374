package io.hotupdate.it.storm;

import java.util.Random;

/** What the storm does to the service, one after the other. */
enum Fault {
  /** Nothing but an update. */
  PLAIN_UPDATE,
  /** The new version exits at once. */
  VERSION_EXITS,
  /** The new version never binds. */
  VERSION_HANGS,
  /** The new version binds, and answers nobody. */
  VERSION_NEVER_ACCEPTS,
  /** Fifty signals in a second, to whoever lives. */
  FIFTY_SIGNALS,
  /** The successor is killed while it starts, takes over, or is in its probation. */
  SUCCESSOR_KILLED,
  /** The successor is rolled back while it starts, takes over, or is in its probation. */
  SUCCESSOR_ROLLED_BACK,
  /** The predecessor is killed while the successor starts or has just taken over. */
  PREDECESSOR_KILLED,
  /** The predecessor is killed while it drains. */
  DRAINING_KILLED,
  /** The predecessor is asked to end while it drains. */
  DRAINING_TERMINATED,
  /** The successor does not run for a while. */
  SUCCESSOR_STOPPED,
  /** The predecessor does not run for a while. */
  PREDECESSOR_STOPPED,
  /** Both get the processor now and then only. */
  BOTH_SLOW,
  /** The kernel refuses the predecessor something. */
  PREDECESSOR_REFUSED,
  /** The kernel refuses the successor something. */
  SUCCESSOR_REFUSED,
  /** No file can be written. */
  DISK_FULL,
  /** The successor may open but a few files. */
  DESCRIPTORS_USED_UP;

  /**
   * Returns when it is over for the faults; the service may still be busy with it.
   *
   * @param random to be asked before anything that depends on time, so that a seed repeats a run
   * @return what was done, for the log of the storm
   */
  String strike(Stage stage, Random random) {
    return switch (this) {
      case PLAIN_UPDATE -> Updates.plain(stage, random);
      case VERSION_EXITS -> Updates.exits(stage, random);
      case VERSION_HANGS -> Updates.hangs(stage, random);
      case VERSION_NEVER_ACCEPTS -> Updates.neverAccepts(stage, random);
      case FIFTY_SIGNALS -> Updates.fiftySignals(stage, random);
      case SUCCESSOR_KILLED -> Kills.successor(stage, random);
      case SUCCESSOR_ROLLED_BACK -> Rollbacks.successor(stage, random);
      case PREDECESSOR_KILLED -> Kills.predecessor(stage, random);
      case DRAINING_KILLED -> Kills.draining(stage, random);
      case DRAINING_TERMINATED -> Kills.terminateDraining(stage, random);
      case SUCCESSOR_STOPPED -> Stops.successor(stage, random);
      case PREDECESSOR_STOPPED -> Stops.predecessor(stage, random);
      case BOTH_SLOW -> Stops.bothSlow(stage, random);
      case PREDECESSOR_REFUSED -> Refusals.toPredecessor(stage, random);
      case SUCCESSOR_REFUSED -> Refusals.toSuccessor(stage, random);
      case DISK_FULL -> Limits.noFileGrows(stage, random);
      case DESCRIPTORS_USED_UP -> Limits.fewDescriptors(stage, random);
    };
  }

  /** Whether it ends a process, so that the others must be left alone. */
  boolean kills() {
    return switch (this) {
      case SUCCESSOR_KILLED, PREDECESSOR_KILLED, DRAINING_KILLED, DRAINING_TERMINATED -> true;
      default -> false;
    };
  }
}
