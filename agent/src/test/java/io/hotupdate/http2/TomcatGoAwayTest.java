package io.hotupdate.http2;

import org.junit.jupiter.api.Nested;

/** Tomcat over clear text, in both of its ways to write. */
final class TomcatGoAwayTest {
  /** As it comes: vectored, with completion handlers. */
  @Nested
  final class Asynchronous extends GoAwayContract {
    @Override
    TestServer start() throws Exception {
      return new TomcatTestServer(true);
    }
  }

  /** With locks. */
  @Nested
  final class Synchronous extends GoAwayContract {
    @Override
    TestServer start() throws Exception {
      return new TomcatTestServer(false);
    }
  }
}
