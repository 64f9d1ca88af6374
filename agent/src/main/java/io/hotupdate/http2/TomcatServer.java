package io.hotupdate.http2;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Tomcat: {@code Http2UpgradeHandler}.
 *
 * <p>{@code writeGoAwayFrame} writes and changes nothing. Its {@code pause}, which calls it too,
 * has new streams ignored a round trip later.
 */
record TomcatServer(Members members) implements Server {
  @Override
  public String name() {
    return "Tomcat";
  }

  @Override
  public String type() {
    return "org.apache.coyote.http2.Http2UpgradeHandler";
  }

  @Override
  public boolean serves(Object handler) throws ReflectiveOperationException {
    // It has no client.
    return !members.isTrue(socket(handler), "isClosed");
  }

  @Override
  public boolean ready(Object handler) {
    // Its hooks are where frames come in that follow the preface of both.
    return true;
  }

  @Override
  public Executor writer(Object handler, Executor any) {
    // It takes its own locks, and may wait until the client reads.
    return any;
  }

  @Override
  public Optional<SocketAddress> client(Object handler) throws ReflectiveOperationException {
    Object socket = socket(handler);
    String address = (String) members.call(socket, "getRemoteAddr");
    Integer port = (Integer) members.call(socket, "getRemotePort");
    try {
      return address == null || port == null || port < 0
          ? Optional.empty()
          // An address in digits, so nobody is asked for a name.
          : Optional.of(new InetSocketAddress(InetAddress.getByName(address), port));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private Object socket(Object handler) throws ReflectiveOperationException {
    return members.get(Members.above(handler, type()), handler, "socketWrapper");
  }

  @Override
  public void notice(Object handler) throws ReflectiveOperationException {
    members.call(handler, "writeGoAwayFrame", EVERY_STREAM, (long) NO_ERROR, null);
  }
}
