package io.hotupdate.http1;

import java.nio.ByteBuffer;

/** Counts the requests in what a client sends. */
final class RequestStream {
  private enum Mode {
    /** Where requests begin is not known: a chunk that begins with a request line tells. */
    SEEKING,
    LINE,
    HEAD,
    BODY,
    /** After CONNECT: what follows is not HTTP if the response is a 2xx. */
    TUNNEL,
    FOREIGN
  }

  private final Asked asked;
  private final RequestLine line = new RequestLine();
  private Mode mode;
  private HeaderSection head = new HeaderSection(false);
  private Body body = Body.ofLength(0);
  private Asked.Kind kind = Asked.Kind.OTHER;
  // The line under way, or the next one, begins where a chunk begins.
  private boolean atChunkStart;
  // The client may leave out the body under way; nothing of it has come.
  private boolean mayLeaveOut;
  // Something was skipped that may hold requests.
  private boolean missed;

  /**
   * @param asked where the requests are noted
   * @param fromStart whether the first byte is the first of a request
   */
  RequestStream(Asked asked, boolean fromStart) {
    this.asked = asked;
    mode = fromStart ? Mode.LINE : Mode.SEEKING;
  }

  boolean isForeign() {
    return mode == Mode.FOREIGN;
  }

  /** It is known where requests begin, and one more has begun than is counted. */
  boolean isInLine() {
    return mode == Mode.LINE && line.isBegun();
  }

  /** Where requests begin is not known, and there may have been some that are not counted. */
  boolean isUnclear() {
    return mode == Mode.SEEKING && missed;
  }

  /**
   * All requests have been answered: a CONNECT was refused, or an {@code Expect: 100-continue}.
   * After the latter a client may send the body, or leave it out and send the next request; servers
   * are prepared for either. What comes tells: a chunk that begins with a request line is one.
   *
   * @param continued whether the last response was preceded by a 100, so that the body will come
   */
  void allAnswered(boolean continued) {
    if (mode == Mode.TUNNEL || (mode == Mode.BODY && mayLeaveOut && !continued)) {
      // What came meanwhile was not looked at, so that the place is lost.
      mode = Mode.SEEKING;
      line.clear();
    }
  }

  /**
   * Reads what the client sends.
   *
   * @return whether a request line was completed that began at the start of a chunk
   */
  boolean read(ByteBuffer bytes) {
    int from = bytes.position();
    int to = bytes.limit();
    atChunkStart |= !line.isBegun();
    boolean began = false;
    int at = from;
    while (at < to) {
      switch (mode) {
        case SEEKING -> {
          at = seek(bytes, from, to);
          began |= mode == Mode.HEAD;
        }
        case LINE -> {
          line.add(bytes.get(at++), false);
          if (line.isInvalid()) {
            mode = Mode.FOREIGN;
          } else if (line.isComplete()) {
            began |= atChunkStart;
            lineIsComplete();
          }
        }
        case HEAD -> {
          head.add(bytes.get(at++));
          headHasGrown();
        }
        case BODY -> {
          mayLeaveOut = false;
          at = body.skip(bytes, at, to);
          mode = body.isBroken() ? Mode.FOREIGN : body.isComplete() ? Mode.LINE : Mode.BODY;
        }
        case TUNNEL, FOREIGN -> {
          missed = true;
          return began;
        }
      }
    }
    atChunkStart &= line.isBegun();
    return began;
  }

  /** Only a chunk's beginning is looked at: inside of one a body may say anything. */
  private int seek(ByteBuffer bytes, int from, int to) {
    if (line.isBegun()) {
      int end = tryLine(bytes, from, to);
      if (!line.isInvalid()) {
        return end;
      }
    }
    line.clear();
    return tryLine(bytes, from, to);
  }

  private int tryLine(ByteBuffer bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      line.add(bytes.get(at), true);
      if (line.isComplete()) {
        lineIsComplete();
        return at + 1;
      }
      if (line.isInvalid()) {
        missed = true;
        return to;
      }
    }
    return to;
  }

  private void lineIsComplete() {
    kind = line.kind();
    line.clear();
    atChunkStart = false;
    missed = false;
    head = new HeaderSection(false);
    mode = asked.add(kind) ? Mode.HEAD : Mode.FOREIGN;
  }

  private void headHasGrown() {
    if (head.isTooLarge()) {
      mode = Mode.FOREIGN;
    } else if (head.isComplete()) {
      headIsComplete();
    }
  }

  private void headIsComplete() {
    if (kind == Asked.Kind.CONNECT) {
      mode = Mode.TUNNEL;
    } else if (head.framing().isInvalid()) {
      mode = Mode.FOREIGN;
    } else {
      body = head.framing().ofRequest();
      mode = body.isComplete() ? Mode.LINE : Mode.BODY;
      mayLeaveOut = head.expectsContinue();
    }
  }
}
