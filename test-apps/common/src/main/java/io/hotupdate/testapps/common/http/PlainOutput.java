package io.hotupdate.testapps.common.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A response body that ends without a mark: by its announced length or with the connection. */
final class PlainOutput extends FilterOutputStream {

  PlainOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    out.write(source, offset, length);
  }

  /** Ends the body; the connection stays open. */
  @Override
  public void close() throws IOException {
    out.flush();
  }
}
