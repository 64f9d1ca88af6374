package io.hotupdate.testapps.common.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A request body whose length the client has announced. */
final class FixedLengthInput extends InputStream {

  private final InputStream in;
  private long remaining;

  FixedLengthInput(InputStream in, long length) {
    this.in = in;
    this.remaining = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int n = in.read(target, offset, (int) Math.min(length, remaining));
    if (n < 0) {
      throw new EOFException(remaining + " bytes of the request body are missing");
    }
    remaining -= n;
    return n;
  }
}
