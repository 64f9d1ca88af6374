package io.hotupdate.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One response, from the first byte of its status line to the last one of its body. */
final class Response {
  /** Which byte comes next, or what the response has come to. */
  enum Phase {
    START,
    STATUS,
    HEAD,
    BODY,
    /** A 1xx has ended: the response is yet to come. */
    INTERIM,
    COMPLETE,
    UPGRADED,
    /** It is none, or one that nobody understands. */
    INVALID
  }

  private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

  private final StatusLine status;
  private Phase phase = Phase.START;
  private HeaderSection head = new HeaderSection(false);
  private Body body = Body.untilClose();
  private Asked.Kind kind = Asked.Kind.OTHER;
  private boolean asked;

  Response() {
    status = new StatusLine();
  }

  Response(Response from) {
    status = new StatusLine(from.status);
    phase = from.phase;
    head = new HeaderSection(from.head);
    body = from.body.copy();
    kind = from.kind;
    asked = from.asked;
  }

  Phase phase() {
    return phase;
  }

  /** Something of it is there, but not enough to be certain that it is one. */
  boolean isBegun() {
    return phase == Phase.START && status.isBegun();
  }

  /** It is one without doubt. */
  boolean isCertain() {
    return phase != Phase.START && phase != Phase.INVALID;
  }

  /** There was a request for it when it began. Else it is one like a 408 to an idle client. */
  boolean isAsked() {
    return asked;
  }

  /** It has our line. */
  boolean saysClose() {
    return head.isEdited();
  }

  boolean isContinue() {
    return phase == Phase.INTERIM && status.code() == 100;
  }

  /** A head is under way of which lines are to go. */
  boolean isEditing() {
    return phase == Phase.HEAD && head.isEdited();
  }

  /** Its framing is known to be wrong, or was passed by. */
  boolean isLost() {
    return phase == Phase.BODY && body.isLost();
  }

  /** One byte of the status line. */
  void addToStart(ByteBuffer bytes, int at, Known known, long number, EditBuffer edit) {
    // A request that comes later, even in the middle of this line, is not answered by it.
    asked = status.isEmpty() ? number < known.count() : asked;
    status.add(bytes.get(at));
    if (status.isInvalid()) {
      phase = Phase.INVALID;
    } else if (status.isComplete()) {
      statusIsComplete(at + 1, known, number, edit);
    } else if (status.isCertain()) {
      phase = Phase.STATUS;
    }
  }

  /**
   * Reads on.
   *
   * @param known what is known of the requests
   * @param number which of them it answers; none of them if there are not so many
   * @return where its head or all of it ends within these bytes, or {@code to}
   */
  int read(ByteBuffer bytes, int from, int to, Known known, long number, EditBuffer edit) {
    int at = from;
    while (at < to) {
      switch (phase) {
        case START, STATUS -> addToStart(bytes, at++, known, number, edit);
        case HEAD -> {
          addToHead(bytes.get(at), at, edit);
          at++;
          headHasGrown();
          if (phase != Phase.HEAD) {
            return at;
          }
        }
        case BODY -> {
          at = body.skip(bytes, at, to);
          bodyHasGrown();
        }
        case INTERIM, COMPLETE, UPGRADED, INVALID -> {
          return at;
        }
      }
    }
    return at;
  }

  /** Bytes of its body were sent without being shown, in number; false if that cannot be. */
  boolean pass(long count) {
    if (phase != Phase.BODY) {
      return isEditing();
    }
    if (!body.pass(count)) {
      body = Body.lost();
    }
    bodyHasGrown();
    return true;
  }

  private void statusIsComplete(int at, Known known, long number, EditBuffer edit) {
    kind = asked ? known.asked().kind(number) : Asked.Kind.OTHER;
    int code = status.code();
    if (code == 101 || (code / 100 == 2 && kind == Asked.Kind.CONNECT)) {
      phase = Phase.UPGRADED;
      return;
    }
    // A client gives up the requests behind the response that says close: only the last may.
    boolean says = asked && known.isLast(number) && !isInterim();
    if (says) {
      edit.insert(at, CLOSE);
    }
    head = new HeaderSection(says);
    phase = Phase.HEAD;
  }

  private boolean isInterim() {
    return status.code() / 100 == 1;
  }

  private void addToHead(byte b, int at, EditBuffer edit) {
    switch (head.add(b)) {
      case PASSES -> {}
      case WAITS, GOES -> edit.leaveOut(at);
      case RELEASES -> edit.insert(at, head.released());
    }
  }

  private void headHasGrown() {
    if (head.isTooLarge()) {
      phase = Phase.INVALID;
    } else if (head.isComplete()) {
      phase = isInterim() ? Phase.INTERIM : Phase.BODY;
      body = hasBody() ? head.framing().ofResponse() : Body.ofLength(0);
      bodyHasGrown();
    }
  }

  /** See RFC 9112 section 6.3. */
  private boolean hasBody() {
    int code = status.code();
    return code != 204 && code != 304 && kind != Asked.Kind.HEAD;
  }

  private void bodyHasGrown() {
    if (phase == Phase.BODY && body.isComplete()) {
      phase = Phase.COMPLETE;
    } else if (body.isBroken()) {
      // Where it ends cannot be known any more; the next request will tell.
      body = Body.lost();
    }
  }
}
