package io.hotupdate.it.load;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Names the losses of clients that are libraries: what they throw hides what happened. */
final class Trouble {
  private Trouble() {}

  static Failure failure(Outcome outcome, String what, Optional<Answer> last) {
    String by = last.map(Answer::toString).orElse("nobody");
    return new Failure(outcome, "last answer by " + by + ": " + what, new Failure.Where(0, last));
  }

  /** The loss behind an exception. What no network has done is still a loss: its answer is gone. */
  static Failure of(Throwable thrown, String what, Optional<Answer> last) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return failure(outcome(cause), what + ": " + cause, last);
  }

  private static Outcome outcome(Throwable cause) {
    String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (reason.contains("refused")) {
      return Outcome.REFUSED;
    }
    if (reason.contains("reset") || reason.contains("broken pipe")) {
      return Outcome.RESET;
    }
    if (reason.contains("timed out")) {
      return Outcome.TIMEOUT;
    }
    return cause instanceof IOException ? Outcome.EOF_BEFORE_RESPONSE : Outcome.SERVER_ERROR;
  }
}
