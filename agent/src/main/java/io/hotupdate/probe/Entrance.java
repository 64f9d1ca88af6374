package io.hotupdate.probe;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/** A way to the application of this very process that nobody else can go. */
public interface Entrance {
  /**
   * Connects to one of the application's listeners.
   *
   * @param port the port of the listener, 1 to 65535
   * @param millis how long this may take, in milliseconds, 1 or more
   * @return the connected socket; empty if there is no such way any more, because clients reach the
   *     application now
   * @throws IOException if there is no such listener, or it cannot be reached
   */
  Optional<Socket> open(int port, int millis) throws IOException;
}
