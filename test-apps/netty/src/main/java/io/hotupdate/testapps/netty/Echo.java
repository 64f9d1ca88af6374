package io.hotupdate.testapps.netty;

import io.netty.buffer.ByteBuf;

/** Sends back what comes while it comes, and reads no more than the client takes. */
final class Echo implements Route {

  private final Response response;
  private boolean ended;

  Echo(Response response) {
    this.response = response;
    response.startChunked();
  }

  @Override
  public void piece(ByteBuf piece) {
    if (piece.isReadable()) {
      response.write(piece.retain());
    }
  }

  @Override
  public void end() {
    ended = true;
    response.end();
    response.read(true);
  }

  @Override
  public void writabilityChanged() {
    response.read(ended || response.channel().isWritable());
  }
}
