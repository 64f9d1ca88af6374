package io.hotupdate.http1;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is said on one connection, from a certain moment on. The last response that is asked for
 * gets the line {@code Connection: close}, and loses what else it says of the connection, so that
 * the client goes elsewhere with its next request. RFC 9112 section 9.6.
 *
 * <p>What is not HTTP/1.x, or not understood, is not changed by one byte. Bytes wait only if they
 * may be the name of a header line that goes.
 *
 * <p>A client that does not go, and sends another request after it was told, is answered with close
 * again.
 */
public final class Conversation {
  /** What is known when the first look at a connection is taken. */
  public enum Start {
    /** Nothing was said yet: it has just been accepted. */
    FRESH,
    /** The last operation was a write. A response may be under way; no request is known. */
    ANSWERED,
    /** The last operation was a read of one request; its response has not begun. */
    ASKED,
    /** The same, and its method is HEAD. */
    ASKED_HEAD,
    /** The last operation was a read of several requests, or nobody knows of how many. */
    PIPELINED
  }

  private static final byte[] NOTHING = {};

  private final BooleanSupplier unread;
  private final Asked asked = new Asked();
  private final RequestStream requests;
  private ResponseStream responses;
  private Optional<Write> underWay = Optional.empty();
  // Of a replacement that was sent in part; its first byte is also the first one to be offered.
  private byte[] unsent = NOTHING;
  private boolean written;
  private boolean partly;
  private boolean told;
  private boolean retired;
  // A request has come while a write was under way, and where it stood in what was read.
  private boolean requestCame;
  private boolean cameAtChunkStart;

  /**
   * One of which it is not known what waits to be read.
   *
   * @param start what is known of what was said before
   */
  public Conversation(Start start) {
    this(start, () -> false);
  }

  /**
   * Follows a conversation.
   *
   * @param start what is known of what was said before
   * @param unread whether the client has sent what the server has not read: of a client that
   *     pipelines it may be the next request, so no response says {@code close} then
   */
  public Conversation(Start start, BooleanSupplier unread) {
    this.unread = unread;
    requests = new RequestStream(asked, start == Start.FRESH);
    responses = new ResponseStream(start);
    if (start == Start.ASKED || start == Start.ASKED_HEAD) {
      asked.add(start == Start.ASKED_HEAD ? Asked.Kind.HEAD : Asked.Kind.OTHER);
    }
    written = start != Start.PIPELINED;
  }

  /**
   * The client has sent this. To be told before the application sees it.
   *
   * @param bytes what was read, from position to limit, which stay as they are
   */
  public synchronized void received(ByteBuffer bytes) {
    // Of several requests read at once, the rest may follow; only after a write it is a new one.
    if (responses.isOver() || requests.isForeign() || !written) {
      return;
    }
    // The client may know the end of a write before the server does.
    ResponseStream sent = underWay.map(Write::after).orElse(responses);
    if (sent.answered() == asked.count()) {
      requests.allAnswered(sent.continued());
    }
    long before = asked.count();
    boolean began = requests.read(bytes);
    requestCame |= asked.count() > before;
    cameAtChunkStart |= began;
    settle();
  }

  /** A write under way is taken for done first: its response may be why the request has come. */
  private void settle() {
    if (requestCame && underWay.isEmpty()) {
      responses.requestCame(known(), cameAtChunkStart);
      requestCame = false;
      cameAtChunkStart = false;
    }
  }

  private Known known() {
    return new Known(asked, asked.count(), requests.isInLine());
  }

  /**
   * The server is about to send this. What this changes is settled by {@link #sent}, which must
   * follow.
   *
   * @param bytes what is to be written, from position to limit, which stay as they are
   * @return what is to be sent in its place; empty if it is to be sent as it is
   */
  public synchronized Optional<Edit> replace(ByteBuffer bytes) {
    if (retired) {
      return Optional.empty();
    }
    if (requests.isForeign() && !responses.isOver() && !responses.isEditing()) {
      responses.foreign();
    }
    boolean more = requests.isInLine() || unread.getAsBoolean();
    Known known = new Known(asked, asked.count(), more);
    Write write = new Write(bytes, responses, unsent, known, !partly);
    underWay = Optional.of(write);
    return write.edit();
  }

  /**
   * Must follow each {@link #replace}, whatever it gave.
   *
   * @param taken how many bytes the system has taken of what was offered, which is the replacement
   *     and the bytes after the replaced ones; 0 or negative if none, or an error
   * @return how many of the original bytes are to be reported as sent; -1 if bytes were sent and
   *     none can be reported, so that the caller must say "would block"
   */
  public synchronized long sent(long taken) {
    if (underWay.isEmpty()) {
      return Math.max(0, taken);
    }
    Write write = underWay.get();
    underWay = Optional.empty();
    long reported = 0;
    if (write.isDone(taken)) {
      Write.Outcome outcome = write.done(taken);
      responses = outcome.responses();
      unsent = outcome.unsent();
      reported = outcome.reported();
      partly = outcome.partly();
      written = true;
      told |= responses.saidClose() && unsent.length == 0;
      asked.forgetBefore(responses.answered());
    }
    settle();
    return reported;
  }

  /**
   * Bytes were sent that were not offered, by {@code sendfile}: part of the body under way.
   *
   * @param count how many; nothing happens if it is not positive
   */
  public synchronized void passed(long count) {
    if (count > 0) {
      responses.pass(count, known());
      written = true;
    }
  }

  /** Whether a response has carried our {@code Connection: close}. */
  public synchronized boolean saidClose() {
    return told;
  }

  /** How far the conversation is; a write that is under way does not count yet. */
  public synchronized Progress progress() {
    if (requests.isForeign() && !responses.isOver()) {
      return Progress.FOREIGN;
    }
    Progress progress = responses.progress(known());
    return progress == Progress.NONE && requests.isUnclear() ? Progress.UNKNOWN : progress;
  }

  /**
   * Changes nothing from now on, unless a change is half done: its other half must follow.
   *
   * @return false if that is so; then this is to be asked again
   */
  public synchronized boolean retire() {
    retired |= underWay.isEmpty() && unsent.length == 0 && !responses.isEditing();
    return retired;
  }
}
