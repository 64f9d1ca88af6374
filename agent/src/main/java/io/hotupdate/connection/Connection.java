package io.hotupdate.connection;

import io.hotupdate.linux.Address;
import java.util.OptionalLong;

/**
 * A connection that a client has made to this process, at one moment.
 *
 * @param fd the descriptor; it may name something else by now, so compare {@code cookie}
 * @param cookie the kernel's number for the socket, never used twice
 * @param local where the client has connected to
 * @param peer the client
 * @param activity whether it is busy
 * @param quietMillis for how long neither side has sent anything, in milliseconds
 * @param ageMillis since it was accepted, in milliseconds; empty if nobody saw that
 * @param received bytes from the client; empty for a unix socket
 * @param sent bytes that the client has acknowledged; empty for a unix socket
 * @param reader the thread that works on it, as far as its reads tell; see {@link Worker}
 * @param exchange what its bytes say of the requests on it
 * @param told whether its client has been told to go elsewhere
 * @param heardMillis for how long the client has sent nothing, in milliseconds; of a unix socket,
 *     for how long it has been busy or quiet, as it is now
 * @param unsent bytes that were written and that the client has not acknowledged
 */
public record Connection(
    int fd,
    long cookie,
    Address local,
    Address peer,
    Activity activity,
    long quietMillis,
    OptionalLong ageMillis,
    OptionalLong received,
    OptionalLong sent,
    OptionalLong reader,
    Exchange exchange,
    boolean told,
    long heardMillis,
    int unsent) {

  /** Whether a connection may be asked to end. */
  public enum Activity {
    /**
     * A request is open, or if that is not known, one came in and its answer has not begun; or
     * bytes wait to be read or sent. A stream is busy while bytes go to and fro.
     */
    BUSY,
    /** Nothing is under way, as far as can be seen from outside. */
    QUIET
  }

  /** Whether something is under way. */
  public boolean isBusy() {
    return activity == Activity.BUSY;
  }

  /** Whether it has been given to another protocol, and so has no requests any more. */
  public boolean isStream() {
    return exchange == Exchange.UPGRADED;
  }

  /** The same, with nothing told of who works on it. */
  Connection withoutReader() {
    return new Connection(
        fd,
        cookie,
        local,
        peer,
        activity,
        quietMillis,
        ageMillis,
        received,
        sent,
        OptionalLong.empty(),
        exchange,
        told,
        heardMillis,
        unsent);
  }
}
