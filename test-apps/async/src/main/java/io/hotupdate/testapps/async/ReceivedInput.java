package io.hotupdate.testapps.async;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes that a completed read has brought, and behind them the rest of the connection. */
final class ReceivedInput extends InputStream {

  private final ByteBuffer received;
  private final InputStream rest;

  ReceivedInput(ByteBuffer received, InputStream rest) {
    this.received = received;
    this.rest = rest;
  }

  @Override
  public int read() throws IOException {
    return received.hasRemaining() ? received.get() & 0xff : rest.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (!received.hasRemaining()) {
      return rest.read(target, offset, length);
    }
    int n = Math.min(length, received.remaining());
    received.get(target, offset, n);
    return n;
  }

  @Override
  public int available() {
    return received.remaining();
  }
}
