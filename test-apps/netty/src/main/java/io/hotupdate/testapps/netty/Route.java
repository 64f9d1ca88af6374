package io.hotupdate.testapps.netty;

import io.netty.buffer.ByteBuf;

/** Answers one request, in the connection's event loop, which it must not block. */
interface Route {

  /** A piece of the request's body has come; the caller releases it. */
  default void piece(ByteBuf piece) {}

  /** The request is complete. */
  void end();

  /** The connection takes more bytes, or none for now. */
  default void writabilityChanged() {}
}
