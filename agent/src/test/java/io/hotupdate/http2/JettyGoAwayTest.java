package io.hotupdate.http2;

/** Jetty over clear text. */
final class JettyGoAwayTest extends GoAwayContract {
  @Override
  TestServer start() throws Exception {
    return new JettyTestServer();
  }
}
