package io.hotupdate.testapps.common.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/** A response body in the chunked coding (RFC 9112, section 7.1), one chunk per write. */
final class ChunkedOutput extends OutputStream {

  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

  private final OutputStream out;

  ChunkedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length == 0) {
      return; // A chunk of no bytes would end the body.
    }
    out.write(Integer.toHexString(length).getBytes(US_ASCII));
    out.write(LINE_END);
    out.write(source, offset, length);
    out.write(LINE_END);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Ends the body; the connection stays open. */
  @Override
  public void close() throws IOException {
    out.write(LAST_CHUNK);
    out.flush();
  }
}
