package io.hotupdate.it.load;

import java.time.Duration;

/**
 * Several requests on each connection, which the client closes after a response.
 *
 * <p>The client watches for the server's close while it thinks; a close seen then loses nothing.
 * Without time to think it does not look, and a request may cross the close.
 *
 * @param target where to
 * @param requests the most requests on a connection
 * @param life the longest use of a connection
 * @param think between a response and the next request; zero is back to back
 * @param rest after each connection
 */
public record KeepAlive(Target target, int requests, Duration life, Duration think, Duration rest)
    implements Load {
  @Override
  public String kind() {
    return think.isZero() ? "back-to-back" : "keep-alive";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      long end = System.nanoTime() + life.toNanos();
      boolean open = true;
      for (int i = 0; open && i < requests; i++) {
        open = request(connection, tally) && !stop.requested() && System.nanoTime() < end;
        if (open && !think.isZero()) {
          open = !connection.closedWithin(think);
        }
      }
    }
    stop.pause(rest);
  }

  private boolean request(Connection connection, Tally tally) throws Failure {
    connection.get("/");
    Response response = connection.receive();
    response.expectAnswer();
    tally.ok(kind(), response.answer());
    return !response.closes();
  }
}
