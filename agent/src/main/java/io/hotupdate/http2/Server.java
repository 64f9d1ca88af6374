package io.hotupdate.http2;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A kind of HTTP/2 server: how the notice is written through its own classes. */
interface Server {
  /** The largest stream number: no stream is refused. RFC 9113 section 6.8. */
  int EVERY_STREAM = Integer.MAX_VALUE;

  /** {@code NO_ERROR}. RFC 9113 section 7. */
  int NO_ERROR = 0;

  /** All that are known. */
  static List<Server> all(Members members) {
    return List.of(
        new NettyServer(members),
        new JettyServer(members),
        new UndertowServer(members),
        new TomcatServer(members));
  }

  /** The one that a session belongs to; empty if none is known. */
  static Optional<Server> of(Object session, List<Server> servers) {
    for (Class<?> type = session.getClass(); type != null; type = type.getSuperclass()) {
      for (Server server : servers) {
        if (type.getName().endsWith(server.type())) {
          return Optional.of(server);
        }
      }
    }
    return Optional.empty();
  }

  /** Its name, for the log. */
  String name();

  /**
   * The end of the name of the class, or of a class above it, by which its sessions are known. Only
   * the end, because frameworks ship servers in packages of their own.
   */
  String type();

  /**
   * Whether the session is a server's, and open. Sessions of clients are of the same classes, and
   * one that has ended is known until the garbage collector has taken it.
   */
  boolean serves(Object session) throws ReflectiveOperationException;

  /**
   * Whether the session is set up, that is both sides have sent their preface; before, no other
   * frame may be sent. RFC 9113 section 3.4.
   */
  boolean ready(Object session) throws ReflectiveOperationException;

  /**
   * Where the session's frames are written.
   *
   * @param any what to answer if any thread will do; it may be blocked
   */
  Executor writer(Object session, Executor any) throws ReflectiveOperationException;

  /** The address of the client; empty if it has none. */
  Optional<SocketAddress> client(Object session) throws ReflectiveOperationException;

  /** Writes the notice and changes nothing else: the session goes on as before. */
  void notice(Object session) throws ReflectiveOperationException;
}
