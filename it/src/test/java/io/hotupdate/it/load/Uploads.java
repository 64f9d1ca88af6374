package io.hotupdate.it.load;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

/**
 * Requests with a body that the client sends little by little. The server answers with its
 * checksum.
 *
 * @param target where to
 * @param pieces the number of pieces of the body
 * @param pieceBytes the size of a piece
 * @param spread the time the client takes to send it
 */
public record Uploads(Target target, int pieces, int pieceBytes, Duration spread) implements Load {
  @Override
  public String kind() {
    return "uploads";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    CRC32 crc = new CRC32();
    try (Connection connection = Connection.open(target)) {
      int bytes = pieces * pieceBytes;
      connection.post("/upload", "Content-Length: " + bytes);
      byte[] piece = new byte[pieceBytes];
      for (int i = 0; i < pieces; i++) {
        ThreadLocalRandom.current().nextBytes(piece);
        crc.update(piece);
        connection.send(piece);
        stop.pause(spread.dividedBy(pieces));
      }
      Response response = connection.receive();
      response.expect(
          String.format(
              Locale.ROOT, "bytes=%d crc32=%08x %s\n", bytes, crc.getValue(), response.answer()));
      tally.ok(kind(), response.answer());
    }
  }
}
