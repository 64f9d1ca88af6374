package io.hotupdate.http2;

/** Netty's own frame codec. */
final class NettyGoAwayTest extends GoAwayContract {
  @Override
  TestServer start() throws Exception {
    return new NettyTestServer();
  }
}
