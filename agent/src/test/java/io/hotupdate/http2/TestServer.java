package io.hotupdate.http2;

import java.util.Collection;
import java.util.concurrent.CountDownLatch;

/**
 * A server of one kind. Its paths: {@code /quick} answers "quick"; {@code /held} answers "be" and,
 * when it is released, "gun"; {@code /echo} answers with the request's body.
 */
interface TestServer {
  int port();

  /** Its sessions, as the hooks would give them. */
  Collection<Object> sessions();

  /** What {@code /held} waits for. */
  CountDownLatch held();

  void stop() throws Exception;
}
