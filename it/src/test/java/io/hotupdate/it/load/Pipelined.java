package io.hotupdate.it.load;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Several requests in one write, again and again on one connection, with their answers expected in
 * their order. All that follow an answer that says close, or the end of the connection, are lost.
 *
 * @param target where to
 * @param depth the number of requests at once
 * @param pause between the last answer and the next requests
 */
public record Pipelined(Target target, int depth, Duration pause) implements Load {
  @Override
  public String kind() {
    return "pipelined";
  }

  @Override
  public void useConnection(Tally tally, Stop stop) throws Failure {
    try (Connection connection = Connection.open(target)) {
      boolean open = true;
      while (open && !stop.requested()) {
        open = exchange(connection, tally) && !connection.closedWithin(pause);
      }
    }
  }

  private boolean exchange(Connection connection, Tally tally) throws Failure {
    List<SmallPost> posts = Stream.generate(SmallPost::random).limit(depth).toList();
    int answered = 0;
    try {
      connection.send(together(posts));
      boolean open = true;
      for (SmallPost post : posts) {
        if (!open) {
          throw connection.failure(
              Outcome.EOF_BEFORE_RESPONSE,
              "told to close after " + answered + " of " + depth + " answers");
        }
        open = post.receive(connection, tally, kind());
        answered++;
      }
      return open;
    } catch (Failure failure) {
      // The caller counts one.
      for (int lost = answered + 1; lost < depth; lost++) {
        tally.failed(kind(), failure);
      }
      throw failure;
    }
  }

  private byte[] together(List<SmallPost> posts) {
    List<byte[]> all = posts.stream().map(post -> post.bytes(target)).toList();
    byte[] bytes = new byte[all.stream().mapToInt(part -> part.length).sum()];
    int position = 0;
    for (byte[] part : all) {
      System.arraycopy(part, 0, bytes, position, part.length);
      position += part.length;
    }
    return bytes;
  }
}
