package io.hotupdate.http2;

/** Undertow over clear text. */
final class UndertowGoAwayTest extends GoAwayContract {
  @Override
  TestServer start() throws Exception {
    return new UndertowTestServer();
  }
}
