package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Locale;

/**
 * Large responses that the server sends little by little, with every byte checked.
 *
 * @param target where to
 * @param bytes the size of a response
 * @param spread the time the server takes to send it
 */
public record Downloads(Target target, long bytes, Duration spread) implements Load {
  @Override
  public String kind() {
    return "downloads";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      connection.get(
          String.format(
              Locale.ROOT, "/download?bytes=%d&seconds=%.3f", bytes, spread.toMillis() / 1000.0));
      Response response = connection.receive();
      DownloadBytes.check(response.body(), bytes);
      tally.ok(kind(), response.answer());
    }
  }
}
