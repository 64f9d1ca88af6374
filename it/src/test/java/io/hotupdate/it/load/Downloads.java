package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Large responses that the server sends little by little, with every byte checked.
 *
 * @param target where to
 * @param bytes the size of a response
 * @param spread the time the server takes to send it
 */
public record Downloads(Target target, long bytes, Duration spread) implements Load {
  private static final int PERIOD = 251;
  private static final int BUFFER = 65_536;
  private static final byte[] PATTERN = pattern();

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
      check(response.body());
      tally.ok(kind(), response.answer());
    }
  }

  private void check(Body body) throws Failure {
    byte[] buffer = new byte[BUFFER];
    long position = 0;
    int n;
    while ((n = body.read(buffer, 0, buffer.length)) >= 0) {
      int from = (int) (position % PERIOD);
      if (!Arrays.equals(buffer, 0, n, PATTERN, from, from + n)) {
        throw body.wrong("a wrong byte after " + position);
      }
      position += n;
    }
    if (position != bytes) {
      throw body.wrong(position + " bytes instead of " + bytes);
    }
  }

  private static byte[] pattern() {
    byte[] pattern = new byte[BUFFER + PERIOD];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % PERIOD);
    }
    return pattern;
  }
}
