package io.hotupdate.connection;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Finds the connections of clients by asking the kernel, which knows those too that were accepted
 * before the hooks stood. The hooks add in which order the operations came.
 */
public final class Connections {
  // A stream has no requests that could be told apart; it is in use while bytes go to and fro.
  private static final long STREAM_REST_MILLIS = 500;

  private final Libc libc;
  private final Proc proc;
  private final Seen seen;
  private final Set<Address> listening = ConcurrentHashMap.newKeySet();
  private final Since since = new Since();

  /**
   * @param seen what the hooks have seen
   */
  public Connections(Libc libc, Proc proc, Seen seen) {
    this.libc = libc;
    this.proc = proc;
    this.seen = seen;
  }

  /**
   * Connections that came in at one of these addresses are clients'. Addresses are only ever added:
   * a listener that the application has closed may have connections left.
   */
  public synchronized void listeningAt(Collection<Address> addresses) {
    listening.addAll(addresses);
  }

  /** Whether a descriptor is a client's connection; may be asked at any time, by any thread. */
  public boolean isClients(int fd) {
    try {
      return isAt(listening, libc.localAddress(fd));
    } catch (LinuxException noSocket) {
      return false;
    }
  }

  /** The connections of clients that are open now. */
  public synchronized List<Connection> all() throws IOException {
    return scan(listening);
  }

  /**
   * The connections that came in at these addresses and are open now. The addresses are not
   * remembered.
   */
  public synchronized List<Connection> at(Set<Address> addresses) throws IOException {
    Set<Address> known = new HashSet<>(listening);
    known.addAll(addresses);
    return scan(known).stream().filter(found -> isAt(addresses, found.local())).toList();
  }

  private List<Connection> scan(Set<Address> addresses) throws IOException {
    List<Connection> connections = new ArrayList<>();
    for (int fd : proc.sockets().keySet()) {
      look(fd, addresses).ifPresent(connections::add);
    }
    Set<Long> open = new HashSet<>();
    connections.forEach(connection -> open.add(connection.cookie()));
    since.retain(open);
    return withReadersOfOne(connections);
  }

  private static boolean isAt(Set<Address> addresses, Address local) {
    return addresses.stream().anyMatch(address -> address.accepts(local));
  }

  private Optional<Connection> look(int fd, Set<Address> addresses) {
    try {
      if (libc.option(fd, Socket.SOL_SOCKET, Socket.SO_TYPE) != Socket.SOCK_STREAM
          || libc.option(fd, Socket.SOL_SOCKET, Socket.SO_ACCEPTCONN) != 0) {
        return Optional.empty();
      }
      Address local = libc.localAddress(fd);
      return isAt(addresses, local) ? Optional.of(describe(fd, local)) : Optional.empty();
    } catch (LinuxException endedMeanwhile) {
      return Optional.empty();
    }
  }

  private Connection describe(int fd, Address local) throws LinuxException {
    long cookie = cookie(fd);
    Address peer = peer(fd, local);
    Exchange exchange = seen.exchange(fd);
    int unsent = libc.unsent(fd);
    boolean waiting = libc.unread(fd) > 0 || unsent > 0;
    long now = System.nanoTime();
    // Asked once: the application may close it at any moment.
    OptionalLong acceptedAt = seen.acceptedAt(fd);
    OptionalLong age =
        acceptedAt.isPresent()
            ? OptionalLong.of((now - acceptedAt.getAsLong()) / 1_000_000)
            : OptionalLong.empty();
    Optional<TcpInfo> info =
        local.isInternet() ? Optional.of(TcpInfo.of(libc, fd)) : Optional.empty();
    boolean busy =
        waiting || (info.isPresent() ? isBusy(fd, exchange, info.get()) : isBusyUnix(fd, exchange));
    // Of a unix socket the kernel does not tell.
    long unchanged = info.isPresent() ? 0 : since.millis(cookie, busy, now);
    return new Connection(
        fd,
        cookie,
        local,
        peer,
        busy ? Connection.Activity.BUSY : Connection.Activity.QUIET,
        info.map(TcpInfo::quietMillis).orElse(busy ? 0 : unchanged),
        age,
        figure(info, TcpInfo::received),
        figure(info, TcpInfo::acknowledged),
        seen.faithfulReader(fd),
        exchange,
        seen.told(fd, peer),
        info.map(TcpInfo::heardMillis).orElse(unchanged),
        unsent);
  }

  private static OptionalLong figure(Optional<TcpInfo> info, ToLongFunction<TcpInfo> figure) {
    return info.stream().mapToLong(figure).findFirst();
  }

  private boolean isBusy(int fd, Exchange exchange, TcpInfo info) {
    return switch (exchange) {
      case OPEN -> true;
      case NONE -> false;
      case UPGRADED -> info.quietMillis() < STREAM_REST_MILLIS;
      case UNKNOWN ->
          switch (seen.lastOperation(fd)) {
            case READ -> true;
            case WRITTEN, ACCEPTED -> false;
            case UNKNOWN -> info.clientWasLast();
          };
    };
  }

  /** Of a unix socket the kernel does not tell the order, so in case of doubt it is busy. */
  private boolean isBusyUnix(int fd, Exchange exchange) {
    LastOperation last = seen.lastOperation(fd);
    return switch (exchange) {
      case OPEN -> true;
      case NONE, UPGRADED -> false;
      case UNKNOWN -> last == LastOperation.READ || last == LastOperation.UNKNOWN;
    };
  }

  /** A thread that reads from several is an event loop, which may be at work on any of them. */
  private List<Connection> withReadersOfOne(List<Connection> connections) {
    Map<Long, Integer> reads = new HashMap<>();
    for (Connection connection : connections) {
      seen.lastReader(connection.fd()).ifPresent(thread -> reads.merge(thread, 1, Integer::sum));
    }
    return connections.stream()
        .map(
            connection ->
                connection.reader().isPresent()
                        && reads.getOrDefault(connection.reader().getAsLong(), 0) > 1
                    ? connection.withoutReader()
                    : connection)
        .toList();
  }

  private Address peer(int fd, Address local) {
    try {
      return libc.peerAddress(fd);
    } catch (LinuxException peerIsGone) {
      return local.withoutPort();
    }
  }

  private long cookie(int fd) throws LinuxException {
    byte[] bytes = libc.option(fd, Socket.SOL_SOCKET, Socket.SO_COOKIE, Long.BYTES);
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong();
  }

  /**
   * Lets the application read end-of-file on a connection, as if the client had gone, so that it
   * closes it by its own rules.
   *
   * @return false if the descriptor names something else by now, or the connection was quiet when
   *     it was looked at, but a request has come in since
   */
  public synchronized boolean endReading(Connection connection) throws IOException {
    // On a duplicate: between comparing and acting the number could be closed and used again.
    int duplicate;
    try {
      duplicate = libc.duplicate(connection.fd(), 0);
    } catch (LinuxException closed) {
      return false;
    }
    try {
      if (cookie(duplicate) != connection.cookie()
          || (!connection.isBusy() && libc.unread(duplicate) > 0)) {
        return false;
      }
      libc.shutdown(duplicate, Socket.SHUT_RD);
      return true;
    } finally {
      libc.close(duplicate);
    }
  }
}
