package io.hotupdate.connection;

import io.hotupdate.linux.Address;

/**
 * A connection that a client has made to this process, at one moment.
 *
 * @param fd the descriptor; it may name something else by now, so compare {@code cookie}
 * @param cookie the kernel's number for the socket, never used twice
 * @param peer the client
 * @param activity whether it is busy
 * @param quietMillis for how long neither side has sent anything, in milliseconds
 */
public record Connection(int fd, long cookie, Address peer, Activity activity, long quietMillis) {

  /** Whether a connection may be asked to end. */
  public enum Activity {
    /** A request came in and its answer has not begun, or bytes wait to be read or sent. */
    BUSY,
    /** Nothing is under way, as far as can be seen from outside. */
    QUIET
  }

  /** Whether something is under way. */
  public boolean isBusy() {
    return activity == Activity.BUSY;
  }
}
