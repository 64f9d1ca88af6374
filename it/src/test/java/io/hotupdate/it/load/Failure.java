package io.hotupdate.it.load;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** A request that was lost, and how. */
public final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  private final Outcome outcome;

  Failure(Outcome outcome, String message) {
    super(message);
    this.outcome = requireNonNull(outcome, "outcome is null");
  }

  private Failure(Outcome outcome, String message, Throwable cause) {
    super(message, cause);
    this.outcome = outcome;
  }

  /**
   * Names what the network did.
   *
   * @throws UncheckedIOException when the trouble is the client's own, as with too many open files
   */
  static Failure of(IOException e, String message) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (e instanceof SocketTimeoutException || reason.contains("timed out")) {
      return new Failure(Outcome.TIMEOUT, message, e);
    }
    if (reason.contains("refused")) {
      return new Failure(Outcome.REFUSED, message, e);
    }
    if (reason.contains("reset") || reason.contains("broken pipe")) {
      return new Failure(Outcome.RESET, message, e);
    }
    throw new UncheckedIOException(message, e);
  }

  /** The kind of loss; never {@link Outcome#OK}. */
  public Outcome outcome() {
    return outcome;
  }
}
