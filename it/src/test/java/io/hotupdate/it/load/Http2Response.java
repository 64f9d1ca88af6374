package io.hotupdate.it.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;

/** A complete response of HTTP/2. */
final class Http2Response {
  private final Http2Headers headers;
  private final byte[] body;

  /**
   * @param headers those of the final response
   * @param body all of it
   */
  Http2Response(Http2Headers headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  byte[] body() {
    return body.clone();
  }

  /** Who answered, with status 200; everything else is a loss. */
  Answer answer() throws Failure {
    if (!"200".contentEquals(headers.status())) {
      throw failure(Outcome.SERVER_ERROR, "status " + headers.status());
    }
    CharSequence pid = headers.get("x-pid");
    CharSequence version = headers.get("x-version");
    if (pid == null || version == null) {
      throw failure(Outcome.WRONG_BODY, "no x-pid or no x-version in " + headers);
    }
    return new Answer(Long.parseLong(pid.toString()), version.toString());
  }

  /** The body, which must be this text. */
  void expect(String text) throws Failure {
    String received = new String(body, UTF_8);
    if (!received.equals(text)) {
      throw failure(
          Outcome.WRONG_BODY, "'" + received.strip() + "' instead of '" + text.strip() + "'");
    }
  }

  Failure failure(Outcome outcome, String what) {
    return Trouble.failure(outcome, what, Optional.empty());
  }
}
