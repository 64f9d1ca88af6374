package io.hotupdate.http2;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Netty, and so what is built on it. A session is known by the context of its {@code
 * Http2ConnectionHandler}.
 *
 * <p>The frame is given to the frame writer, past the handler's {@code goAway}: that one would
 * remember it, and then Netty's own {@code close} sends no {@code GOAWAY} any more that says which
 * streams were served.
 */
record NettyServer(Members members) implements Server {
  @Override
  public String name() {
    return "Netty";
  }

  @Override
  public String type() {
    return "io.netty.channel.AbstractChannelHandlerContext";
  }

  @Override
  public boolean serves(Object context) throws ReflectiveOperationException {
    return members.isTrue(members.call(handler(context), "connection"), "isServer")
        && members.isTrue(members.call(context, "channel"), "isActive");
  }

  @Override
  public boolean ready(Object context) throws ReflectiveOperationException {
    return members.isTrue(members.call(handler(context), "decoder"), "prefaceReceived");
  }

  @Override
  public Executor writer(Object context, Executor any) throws ReflectiveOperationException {
    return (Executor) members.call(context, "executor");
  }

  @Override
  public Optional<SocketAddress> client(Object context) throws ReflectiveOperationException {
    Object channel = members.call(context, "channel");
    return Optional.ofNullable((SocketAddress) members.call(channel, "remoteAddress"));
  }

  @Override
  public void notice(Object context) throws ReflectiveOperationException {
    Object writer = members.call(members.call(handler(context), "encoder"), "frameWriter");
    Object nothing = members.call(members.call(context, "alloc"), "buffer", 0);
    Object promise = members.call(context, "newPromise");
    members.call(writer, "writeGoAway", context, EVERY_STREAM, (long) NO_ERROR, nothing, promise);
    members.call(context, "flush");
  }

  private Object handler(Object context) throws ReflectiveOperationException {
    return members.call(context, "handler");
  }
}
