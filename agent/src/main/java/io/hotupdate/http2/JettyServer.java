package io.hotupdate.http2;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Jetty: {@code HTTP2ServerSession}.
 *
 * <p>The frame is queued as every other is, past the session's {@code goAway}: that one sends a
 * second {@code GOAWAY} with the last stream number as soon as no stream is left, on an idle
 * connection at once, and then drops the requests that cross it.
 */
record JettyServer(Members members) implements Server {
  @Override
  public String name() {
    return "Jetty";
  }

  @Override
  public String type() {
    return "org.eclipse.jetty.http2.HTTP2Session";
  }

  @Override
  public boolean serves(Object session) throws ReflectiveOperationException {
    return Members.is(session, "HTTP2ServerSession")
        && members.isTrue(members.call(session, "getEndPoint"), "isOpen");
  }

  @Override
  public boolean ready(Object session) {
    // Its hooks are where frames come in that follow the preface of both.
    return true;
  }

  @Override
  public Executor writer(Object session, Executor any) {
    return any;
  }

  @Override
  public Optional<SocketAddress> client(Object session) throws ReflectiveOperationException {
    return Optional.ofNullable((SocketAddress) members.call(session, "getRemoteSocketAddress"));
  }

  @Override
  public void notice(Object session) throws ReflectiveOperationException {
    ClassLoader loader = Members.above(session, type()).getClassLoader();
    Class<?> frame = Class.forName("org.eclipse.jetty.http2.frames.GoAwayFrame", true, loader);
    Class<?> callback = Class.forName("org.eclipse.jetty.util.Callback", true, loader);
    Object goAway = members.make(frame, EVERY_STREAM, NO_ERROR, new byte[0]);
    Object nothing = members.get(callback, null, "NOOP");
    members.call(session, "frames", null, List.of(goAway), nothing);
  }
}
