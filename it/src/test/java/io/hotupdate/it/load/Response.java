package io.hotupdate.it.load;

/**
 * A response whose head has been read.
 *
 * @param answer who answered
 * @param closes whether the client must not send another request on this connection
 * @param body what follows the head
 */
public record Response(Answer answer, boolean closes, Body body) {

  /** Reads the body, which must be this text. */
  public void expect(String text) throws Failure {
    String received = body.text();
    if (!received.equals(text)) {
      throw body.wrong("'" + received.strip() + "' instead of '" + text.strip() + "'");
    }
  }

  /** Reads the body, which must say the same as the head, as {@code GET /} does. */
  public void expectAnswer() throws Failure {
    expect(answer + "\n");
  }
}
