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

/**
 * Finds the connections of clients by asking the kernel, which knows those too that were accepted
 * before the hooks stood. The hooks add in which order the operations came.
 */
public final class Connections {
  // struct tcp_info of linux/tcp.h: milliseconds since data was last sent and received; bytes.
  private static final int TCP_INFO_SIZE = 136;
  private static final int LAST_DATA_SENT = 44;
  private static final int LAST_DATA_RECEIVED = 52;
  private static final int BYTES_ACKNOWLEDGED = 120;
  private static final int BYTES_RECEIVED = 128;

  private final Libc libc;
  private final Proc proc;
  private final Seen seen;
  private final Set<Address> listening = new HashSet<>();
  // For sockets of which the kernel keeps no times: by cookie, since when they are quiet.
  private final Map<Long, Long> quietSince = new HashMap<>();

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
    quietSince.keySet().retainAll(open);
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
    LastOperation last = seen.lastOperation(fd);
    boolean waiting = libc.unread(fd) > 0 || libc.unsent(fd) > 0;
    long now = System.nanoTime();
    // Asked once: the application may close it at any moment.
    OptionalLong acceptedAt = seen.acceptedAt(fd);
    OptionalLong age =
        acceptedAt.isPresent()
            ? OptionalLong.of((now - acceptedAt.getAsLong()) / 1_000_000)
            : OptionalLong.empty();
    if (local.isInternet()) {
      ByteBuffer info =
          ByteBuffer.wrap(libc.option(fd, Socket.IPPROTO_TCP, Socket.TCP_INFO, TCP_INFO_SIZE))
              .order(ByteOrder.nativeOrder());
      long sent = Integer.toUnsignedLong(info.getInt(LAST_DATA_SENT));
      long received = Integer.toUnsignedLong(info.getInt(LAST_DATA_RECEIVED));
      boolean busy = waiting || isBusy(last, sent, received, info.getLong(BYTES_RECEIVED));
      return new Connection(
          fd,
          cookie,
          local,
          peer,
          activity(busy),
          Math.min(sent, received),
          age,
          OptionalLong.of(info.getLong(BYTES_RECEIVED)),
          OptionalLong.of(info.getLong(BYTES_ACKNOWLEDGED)),
          seen.faithfulReader(fd));
    }
    // Of a unix socket the kernel does not tell the order, so in case of doubt it is busy.
    boolean busy = waiting || last == LastOperation.READ || last == LastOperation.UNKNOWN;
    long since = busy ? now : quietSince.getOrDefault(cookie, now);
    quietSince.put(cookie, since);
    return new Connection(
        fd,
        cookie,
        local,
        peer,
        activity(busy),
        (now - since) / 1_000_000,
        age,
        OptionalLong.empty(),
        OptionalLong.empty(),
        seen.faithfulReader(fd));
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

  private static boolean isBusy(LastOperation last, long sent, long received, long bytes) {
    return switch (last) {
      case READ -> true;
      case WRITTEN, ACCEPTED -> false;
      // The kernel's clock ticks in milliseconds: within one tick it says nothing of the order.
      case UNKNOWN -> bytes > 0 && received <= sent;
    };
  }

  private static Connection.Activity activity(boolean busy) {
    return busy ? Connection.Activity.BUSY : Connection.Activity.QUIET;
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
   * @return false if the descriptor names something else by now
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
      if (cookie(duplicate) != connection.cookie()) {
        return false;
      }
      libc.shutdown(duplicate, Socket.SHUT_RD);
      return true;
    } finally {
      libc.close(duplicate);
    }
  }
}
