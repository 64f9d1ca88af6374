package io.hotupdate.testapps.common.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/** A request body in the chunked coding (RFC 9112, section 7.1); extensions are skipped. */
final class ChunkedInput extends InputStream {

  private final InputStream in;
  private InputStream chunk = InputStream.nullInputStream();
  private boolean started;
  private boolean ended;

  ChunkedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    int n = chunk.read(target, offset, length);
    if (n >= 0) {
      return n;
    }
    nextChunk();
    return read(target, offset, length);
  }

  private void nextChunk() throws IOException {
    // The line end behind a chunk is read only now: to wait for it with the chunk's data in hand
    // would keep an answer from a client that sends the two separately.
    if (started && !RequestHead.readLine(in).isEmpty()) {
      throw new ProtocolException("a chunk is longer than announced");
    }
    started = true;
    long size = parseSize(RequestHead.readLine(in));
    chunk = new FixedLengthInput(in, size);
    if (size == 0) {
      skipTrailers();
      ended = true;
    }
  }

  private void skipTrailers() throws IOException {
    while (!RequestHead.readLine(in).isEmpty()) {
      // Trailer fields mean nothing to these servers.
    }
  }

  private static long parseSize(String line) throws ProtocolException {
    int semicolon = line.indexOf(';');
    String size = semicolon < 0 ? line : line.substring(0, semicolon);
    return RequestHead.parseLength(size.strip(), 16);
  }
}
