package io.hotupdate.http2;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Undertow: {@code Http2Channel}.
 *
 * <p>Its {@code sendGoAway} closes the connection, and so does the frame that it sends, which
 * declares itself the last one. So the bytes are sent in a frame of the class above, which has no
 * meaning of its own.
 */
record UndertowServer(Members members) implements Server {
  // Length, type, flags, stream number, last stream number, error code. RFC 9113 section 6.8.
  private static final int LENGTH = 9 + 8;
  private static final byte GOAWAY = 7;

  @Override
  public String name() {
    return "Undertow";
  }

  @Override
  public String type() {
    return "io.undertow.protocols.http2.Http2Channel";
  }

  @Override
  public boolean serves(Object channel) throws ReflectiveOperationException {
    return !members.isTrue(channel, "isClient") && members.isTrue(channel, "isOpen");
  }

  @Override
  public boolean ready(Object channel) throws ReflectiveOperationException {
    Class<?> type = Members.above(channel, type());
    return Boolean.TRUE.equals(members.get(type, channel, "initialSettingsSent"))
        && Boolean.TRUE.equals(members.get(type, channel, "initialSettingsReceived"));
  }

  @Override
  public Executor writer(Object channel, Executor any) throws ReflectiveOperationException {
    return (Executor) members.call(channel, "getIoThread");
  }

  @Override
  public Optional<SocketAddress> client(Object channel) throws ReflectiveOperationException {
    return Optional.ofNullable((SocketAddress) members.call(channel, "getPeerAddress"));
  }

  @Override
  public void notice(Object channel) throws ReflectiveOperationException {
    Class<?> type = Members.above(channel, type());
    Object frame =
        members.make(
            other(type, "io.undertow.protocols.http2.AbstractHttp2StreamSinkChannel"), channel);
    Class<?> anyFrame =
        other(type, "io.undertow.server.protocol.framed.AbstractFramedStreamSinkChannel");
    Object buffer =
        members.make(other(type, "io.undertow.util.ImmediatePooledByteBuffer"), bytes());
    members.set(
        anyFrame,
        frame,
        "header",
        members.make(other(type, "io.undertow.server.protocol.framed.SendFrameHeader"), buffer));
    members.call(channel, "flushChannel", frame);
  }

  private static ByteBuffer bytes() {
    return ByteBuffer.allocate(LENGTH)
        .putInt((LENGTH - 9) << Byte.SIZE | GOAWAY)
        .put((byte) 0)
        .putInt(0)
        .putInt(EVERY_STREAM)
        .putInt(NO_ERROR)
        .flip();
  }

  private static Class<?> other(Class<?> type, String name) throws ClassNotFoundException {
    return Class.forName(name, true, type.getClassLoader());
  }
}
