package io.hotupdate.http1;

import java.nio.ByteBuffer;

/**
 * Follows the responses that a server writes, and finds those that are to say close.
 *
 * <p>A response whose head was seen is over where its head says, and not before, whatever the bytes
 * of its body look like and whatever the client sends meanwhile. Only one of which bytes were
 * missed, or which began before this, is over as soon as a client that does not pipeline sends a
 * request and the next write begins like a response. If that client begins to pipeline at this very
 * moment, and a write of the body begins with a status line, the body gets our line. Without this a
 * client could not be told at all that has been in the middle of a response when the drain began.
 *
 * <p>A response to no request, such as a 408 to a client that is idle, is not changed, and the next
 * request is answered with close as any other: what counts is that the place in the stream is
 * known.
 */
final class ResponseStream {
  private enum Mode {
    /** A response may be under way, and no request is known: nothing is looked at. */
    ASLEEP,
    /** A request is known; a write that begins like a response begins its response. */
    LOOSE,
    /** One request is known; the next write is its response, or all was a mistake. */
    ASKED,
    /** The next byte belongs to the response under way, or is the first of the next one. */
    RESPONSE,
    UPGRADED,
    FOREIGN
  }

  private Mode mode;
  private Response response;
  private final Sleep sleep;
  private final Doubt doubt;
  private long answered;
  private boolean saidClose;
  private boolean continuing;
  private boolean continued;

  ResponseStream(Conversation.Start start) {
    mode =
        switch (start) {
          case FRESH -> Mode.RESPONSE;
          case ASKED, ASKED_HEAD -> Mode.ASKED;
          case ANSWERED, PIPELINED -> Mode.ASLEEP;
        };
    response = new Response();
    sleep = new Sleep();
    doubt = new Doubt(start == Conversation.Start.PIPELINED);
  }

  private ResponseStream(ResponseStream from) {
    mode = from.mode;
    response = new Response(from.response);
    sleep = new Sleep(from.sleep);
    doubt = new Doubt(from.doubt);
    answered = from.answered;
    saidClose = from.saidClose;
    continuing = from.continuing;
    continued = from.continued;
  }

  ResponseStream copy() {
    return new ResponseStream(this);
  }

  /** How many requests have a complete response. */
  long answered() {
    return answered;
  }

  boolean saidClose() {
    return saidClose;
  }

  /** The last complete response was preceded by a 100. */
  boolean continued() {
    return continued;
  }

  /** Nothing will ever be touched again. */
  boolean isOver() {
    return mode == Mode.UPGRADED || mode == Mode.FOREIGN;
  }

  /** A head is under way of which lines are to go. */
  boolean isEditing() {
    return mode == Mode.RESPONSE && response.isEditing();
  }

  void foreign() {
    mode = Mode.FOREIGN;
  }

  Progress progress(Known known) {
    return switch (mode) {
      case UPGRADED -> Progress.UPGRADED;
      case FOREIGN -> Progress.FOREIGN;
      case ASLEEP ->
          doubt.pipelines() && sleep.progress() == Progress.NONE
              ? Progress.UNKNOWN
              : sleep.progress();
      default -> known.count() > answered || known.more() ? Progress.OPEN : Progress.NONE;
    };
  }

  /**
   * A request line has come.
   *
   * @param atChunkStart whether it was the first of what was read
   */
  void requestCame(Known known, boolean atChunkStart) {
    if (mode == Mode.ASLEEP) {
      mode = Mode.LOOSE;
      response = new Response();
    }
    doubt.requestCame(
        known.count() - answered, mode == Mode.RESPONSE && response.isLost(), atChunkStart);
  }

  /** Bytes that were sent without being shown, in number. */
  void pass(long count, Known known) {
    switch (mode) {
      case ASKED -> {
        wasNotAsked(known);
        sleep.passed();
      }
      case ASLEEP -> sleep.passed();
      case RESPONSE -> {
        // A head is never sent so.
        if (response.pass(count)) {
          settle();
        } else {
          mode = Mode.FOREIGN;
        }
      }
      case LOOSE, UPGRADED, FOREIGN -> {}
    }
  }

  /**
   * @param fresh whether this is where a write of the server begins, not the rest of one
   * @param edit where changes are noted
   */
  void read(ByteBuffer bytes, int from, int to, boolean fresh, Known known, EditBuffer edit) {
    if (fresh && doubt.isOpen()) {
      settleDoubt(StatusLine.begins(bytes, from, to));
    }
    int at = from;
    while (at < to) {
      switch (mode) {
        case ASLEEP -> {
          sleep.read(bytes, from, to);
          at = to;
        }
        case LOOSE -> at = seek(bytes, from, to, fresh, known, edit);
        case ASKED -> {
          at = tryStart(bytes, at, to, known, edit);
          if (response.phase() == Response.Phase.INVALID) {
            wasNotAsked(known);
            // The write is judged as a whole.
            at = mode == Mode.ASLEEP ? from : to;
          }
        }
        case RESPONSE -> {
          at = response.read(bytes, at, to, known, answered, edit);
          settle();
          edit.endOfChanges(at, this);
        }
        case UPGRADED, FOREIGN -> at = to;
      }
    }
    edit.endOfChanges(to, this);
  }

  private void settleDoubt(boolean begins) {
    if (begins) {
      doubt.wasRight();
      responseIsComplete();
    } else {
      doubt.wasWrong();
    }
  }

  /** Only a write's beginning is looked at: inside of one a body may say anything. */
  private int seek(
      ByteBuffer bytes, int from, int to, boolean fresh, Known known, EditBuffer edit) {
    if (response.isBegun()) {
      int end = tryStart(bytes, from, to, known, edit);
      if (response.phase() != Response.Phase.INVALID) {
        return end;
      }
    }
    response = new Response();
    int end = fresh ? tryStart(bytes, from, to, known, edit) : to;
    if (response.phase() == Response.Phase.INVALID) {
      response = new Response();
      return to;
    }
    return end;
  }

  private int tryStart(ByteBuffer bytes, int from, int to, Known known, EditBuffer edit) {
    int at = from;
    while (at < to && response.phase() == Response.Phase.START) {
      response.addToStart(bytes, at++, known, answered, edit);
    }
    if (response.isCertain()) {
      mode = Mode.RESPONSE;
      settle();
    }
    return at;
  }

  /** What was read last was no request without a response: something else was under way. */
  private void wasNotAsked(Known known) {
    answered++;
    response = new Response();
    sleep.isUnderWay();
    mode = known.count() > answered ? Mode.LOOSE : Mode.ASLEEP;
  }

  private void settle() {
    saidClose |= response.saysClose();
    switch (response.phase()) {
      case INTERIM -> {
        continuing |= response.isContinue();
        response = new Response();
      }
      case COMPLETE -> responseIsComplete();
      case UPGRADED -> mode = Mode.UPGRADED;
      case INVALID -> mode = Mode.FOREIGN;
      case START, STATUS, HEAD, BODY -> {}
    }
  }

  private void responseIsComplete() {
    doubt.wasWrong();
    continued = continuing;
    continuing = false;
    answered += response.isAsked() ? 1 : 0;
    response = new Response();
  }
}
