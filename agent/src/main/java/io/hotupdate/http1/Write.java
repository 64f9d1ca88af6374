package io.hotupdate.http1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** One write of the server, from the offer to what the system has taken of it. */
final class Write {
  /**
   * What a write has come to.
   *
   * @param responses how far they are now
   * @param unsent what is left of the replacement, its first byte in the place of the first
   *     original byte that is not reported
   * @param reported how many original bytes the server is told of, or -1
   * @param partly whether the server will offer the rest, so that its next write is not a new one
   */
  record Outcome(ResponseStream responses, byte[] unsent, long reported, boolean partly) {}

  private final ByteBuffer bytes;
  private final int from;
  private final int to;
  private final Known known;
  private final boolean fresh;
  private final ResponseStream after;
  private final EditBuffer changes;
  private final byte[] replacement;

  /**
   * @param bytes what is offered
   * @param before how far the responses are; not changed before {@link #done}
   * @param unsent what is to be sent in the place of the first byte
   * @param fresh whether this is not the rest of a write
   */
  Write(ByteBuffer bytes, ResponseStream before, byte[] unsent, Known known, boolean fresh) {
    // The caller may move its position and limit meanwhile.
    this.bytes = bytes.duplicate();
    this.known = known;
    this.fresh = fresh;
    from = bytes.position();
    to = bytes.limit();
    after = before.copy();
    changes = new EditBuffer(bytes, before);
    int first = from;
    if (unsent.length > 0 && from < to) {
      changes.replaceFirst(unsent);
      first++;
    }
    after.read(bytes, first, to, fresh, known, changes);
    replacement = changes.replacement();
  }

  Optional<Edit> edit() {
    return changes.consumed() == 0
        ? Optional.empty()
        : Optional.of(new Edit(changes.consumed(), ByteBuffer.wrap(replacement.clone())));
  }

  /** How far the responses are if all is sent. */
  ResponseStream after() {
    return after;
  }

  /** Whether anything has happened; else it is as if there had been no write. */
  boolean isDone(long taken) {
    boolean nothingToSend = from < to && replacement.length == 0 && changes.consumed() == to - from;
    return taken > 0 || taken == 0 && nothingToSend;
  }

  Outcome done(long taken) {
    int consumed = changes.consumed();
    if (taken < replacement.length) {
      // All that was replaced counts, and one byte is not reported, so that the server calls again.
      byte[] unsent = Arrays.copyOfRange(replacement, (int) taken, replacement.length);
      return new Outcome(changes.then(), unsent, consumed > 1 ? consumed - 1 : -1, true);
    }
    long reported = Math.min(to - from, consumed + taken - replacement.length);
    if (reported == to - from) {
      return new Outcome(after, new byte[0], reported, false);
    }
    ResponseStream then = changes.then();
    int start = from + consumed;
    then.read(
        bytes,
        start,
        from + (int) reported,
        fresh && consumed == 0,
        known,
        new EditBuffer(bytes, then));
    return new Outcome(then, new byte[0], reported, true);
  }
}
