package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.connection.Exchange;
import io.hotupdate.linux.Address;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * A connection as a test wants it; what is not said is quiet, untold, and has long been so.
 *
 * @param sent bytes acknowledged; negative = the kernel does not tell, as of a unix socket
 */
record SomeConnection(
    long cookie,
    boolean busy,
    Exchange exchange,
    boolean told,
    long heardMillis,
    int unsent,
    long sent) {
  static SomeConnection of(long cookie) {
    return new SomeConnection(cookie, false, Exchange.UNKNOWN, false, 60_000, 0, 0);
  }

  SomeConnection asBusy() {
    return new SomeConnection(cookie, true, exchange, told, heardMillis, unsent, sent);
  }

  SomeConnection as(Exchange other) {
    return new SomeConnection(cookie, busy, other, told, heardMillis, unsent, sent);
  }

  SomeConnection asTold() {
    return new SomeConnection(cookie, busy, exchange, true, heardMillis, unsent, sent);
  }

  SomeConnection heard(long millis) {
    return new SomeConnection(cookie, busy, exchange, told, millis, unsent, sent);
  }

  SomeConnection sending(int left, long done) {
    return new SomeConnection(cookie, true, exchange, told, heardMillis, left, done);
  }

  Connection make() {
    Address address = Address.unix(("/peer" + cookie).getBytes(StandardCharsets.US_ASCII));
    OptionalLong none = OptionalLong.empty();
    return new Connection(
        3,
        cookie,
        address,
        address,
        busy ? Connection.Activity.BUSY : Connection.Activity.QUIET,
        heardMillis,
        none,
        none,
        sent < 0 ? none : OptionalLong.of(sent),
        none,
        exchange,
        told,
        heardMillis,
        unsent);
  }
}
