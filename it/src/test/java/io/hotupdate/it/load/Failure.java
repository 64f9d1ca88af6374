package io.hotupdate.it.load;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** A request that was lost, and how. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;
  private final transient Where where;

  /**
   * The connection that a request was lost on.
   *
   * @param localPort the client's port; 0 if there was no connection
   * @param lastAnswer who had answered on it before; empty: nobody
   */
  public record Where(int localPort, Optional<Answer> lastAnswer) {
    static final Where NOWHERE = new Where(0, Optional.empty());
  }

  /** One that is not due to an exception of the network. */
  public Failure(Outcome outcome, String message, Where where) {
    super(message);
    this.outcome = requireNonNull(outcome, "outcome is null");
    this.where = where;
  }

  private Failure(Outcome outcome, String message, Where where, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
    this.where = where;
  }

  /**
   * Names what the network did.
   *
   * @throws UncheckedIOException when the trouble is the client's own, as with too many open files
   */
  static Failure of(IOException e, String message, Where where) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (e instanceof SocketTimeoutException || reason.contains("timed out")) {
      return new Failure(Outcome.TIMEOUT, message, where, e);
    }
    if (reason.contains("refused")) {
      return new Failure(Outcome.REFUSED, message, where, e);
    }
    if (reason.contains("reset") || reason.contains("broken pipe")) {
      return new Failure(Outcome.RESET, message, where, e);
    }
    if (e instanceof SSLException) {
      boolean closed = reason.contains("terminated the handshake") || reason.contains("has closed");
      return new Failure(
          closed ? Outcome.EOF_BEFORE_RESPONSE : Outcome.WRONG_BODY, message, where, e);
    }
    throw new UncheckedIOException(message, e);
  }

  /** The kind of loss; never {@link Outcome#OK}. */
  public Outcome outcome() {
    return outcome;
  }

  /** Where it happened. */
  public Where where() {
    return where;
  }
}
