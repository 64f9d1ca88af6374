package io.hotupdate.it.load;

/** How one request ended. Everything but {@link #OK} is a loss. */
public enum Outcome {
  /** Answered in full and as expected. */
  OK,
  /** The connection was refused: nobody listened. */
  REFUSED,
  /** The connection was reset, while connecting, sending or receiving. */
  RESET,
  /** The server closed the connection before the first byte of the response. */
  EOF_BEFORE_RESPONSE,
  /** The server closed the connection inside a response. */
  TRUNCATED,
  /** A complete response, but not the one that was due, or bytes that are no response at all. */
  WRONG_BODY,
  /** Any status but 200. */
  SERVER_ERROR,
  /** Connecting, or the wait for the next byte, took longer than the target's timeout. */
  TIMEOUT
}
