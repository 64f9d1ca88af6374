package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Locale;

/**
 * Chunked responses that the server sends little by little, one after the other on a connection,
 * with every byte checked. The next request follows at once, so that it is the first to come after
 * a response that was under way when an update began.
 *
 * @param target where to
 * @param bytes the size of a response
 * @param spread the time the server takes to send it
 */
public record StreamedResponses(Target target, long bytes, Duration spread) implements Load {
  @Override
  public String kind() {
    return "streamed-responses";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      boolean open = true;
      while (open && !stop.requested()) {
        connection.get(
            String.format(
                Locale.ROOT,
                "/download?chunked&bytes=%d&seconds=%.3f",
                bytes,
                spread.toMillis() / 1000.0));
        Response response = connection.receive();
        DownloadBytes.check(response.body(), bytes);
        tally.ok(kind(), response.answer());
        open = !response.closes();
      }
    }
  }
}
