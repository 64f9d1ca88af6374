package io.hotupdate.it.load;

import java.time.Duration;

/**
 * A new connection for each request.
 *
 * @param target where to
 * @param pause after each request
 */
public record NewConnections(Target target, Duration pause) implements Load {
  @Override
  public String kind() {
    return "new-connections";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      connection.get("/", "Connection: close");
      Response response = connection.receive();
      response.expectAnswer();
      tally.ok(kind(), response.answer());
    }
    stop.pause(pause);
  }
}
