package io.hotupdate.it.load;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;

/**
 * A request that must not be sent twice, small enough for one write: a POST, whose answer proves
 * that every byte has come.
 */
final class SmallPost {
  static final String PATH = "/upload";
  private static final int LONGEST = 300;

  private final byte[] body;

  private SmallPost(byte[] body) {
    this.body = body;
  }

  static SmallPost random() {
    byte[] body = new byte[ThreadLocalRandom.current().nextInt(1, LONGEST + 1)];
    ThreadLocalRandom.current().nextBytes(body);
    return new SmallPost(body);
  }

  byte[] body() {
    return body.clone();
  }

  /** Head and body, as HTTP/1.1 has them. */
  byte[] bytes(Target target) {
    byte[] head = RequestHead.of("POST", PATH, target, "Content-Length: " + body.length);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /** The text that must come back. */
  String answer(Answer answer) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return String.format(
        Locale.ROOT, "bytes=%d crc32=%08x %s\n", body.length, crc.getValue(), answer);
  }

  /**
   * Sends it, waits for its answer and counts it.
   *
   * @return whether the connection can take another request
   */
  static boolean exchange(Connection connection, Target target, Tally tally, String kind)
      throws Failure {
    SmallPost post = random();
    connection.send(post.bytes(target));
    return post.receive(connection, tally, kind);
  }

  /** Waits for the answer and counts it, and returns whether another can follow. */
  boolean receive(Connection connection, Tally tally, String kind) throws Failure {
    Response response = connection.receive();
    response.expect(answer(response.answer()));
    tally.ok(kind, response.answer());
    return !response.closes();
  }
}
