package io.hotupdate.testapps.netty;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;

/** Answers with the length and the checksum of what was sent. */
final class Upload implements Route {

  private final Response response;
  private final CRC32 crc = new CRC32();
  private long bytes;

  Upload(Response response) {
    this.response = response;
  }

  @Override
  public void piece(ByteBuf piece) {
    bytes += piece.readableBytes();
    crc.update(piece.nioBuffer());
  }

  @Override
  public void end() {
    response.text(
        String.format("bytes=%d crc32=%08x %s\n", bytes, crc.getValue(), response.identity()));
  }
}
