package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Map;

/** gRPC on a Netty in another package. */
final class GrpcGoAwayTest extends GoAwayContract {
  @Override
  TestServer start() throws Exception {
    return new GrpcTestServer();
  }

  @Override
  Map<String, String> headers() {
    return Map.of("content-type", "application/grpc", "te", "trailers");
  }

  /** Not compressed, length, bytes. */
  @Override
  byte[] message(String text) {
    return ByteBuffer.allocate(5 + text.length())
        .put((byte) 0)
        .putInt(text.length())
        .put(text.getBytes(US_ASCII))
        .array();
  }
}
