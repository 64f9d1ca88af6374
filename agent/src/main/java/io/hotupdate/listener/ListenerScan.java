package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Finds the listening sockets of this process by asking the kernel. */
final class ListenerScan {
  private final Libc libc;
  private final Proc proc;

  ListenerScan(Libc libc, Proc proc) {
    this.libc = libc;
    this.proc = proc;
  }

  /**
   * The listeners, ordered by descriptor.
   *
   * @param excluded descriptors that are not the application's
   */
  List<Listener> run(IntPredicate excluded) throws IOException {
    List<Listener> found = new ArrayList<>();
    Set<Long> inodes = new HashSet<>();
    Map<ListenerId, Integer> equals = new HashMap<>();
    for (var socket : proc.sockets().entrySet()) {
      int fd = socket.getKey();
      if (!excluded.test(fd) && !inodes.contains(socket.getValue())) {
        Optional<ListenerId> id = identify(fd);
        if (id.isPresent()) {
          inodes.add(socket.getValue());
          ListenerId first = id.get();
          int ordinal = equals.merge(first, 1, Integer::sum) - 1;
          found.add(new Listener(withOrdinal(first, ordinal), fd, socket.getValue()));
        }
      }
    }
    return found;
  }

  /** The listener that a descriptor names, with ordinal 0; empty if it does not listen. */
  Optional<ListenerId> identify(int fd) {
    try {
      if (option(fd, Socket.SO_ACCEPTCONN) == 0
          || option(fd, Socket.SO_TYPE) != Socket.SOCK_STREAM) {
        return Optional.empty();
      }
      Address address = libc.localAddress(fd);
      return isOfTheJvm(address) ? Optional.empty() : Optional.of(of(fd, address));
    } catch (LinuxException closedMeanwhile) {
      return Optional.empty();
    }
  }

  /** The identity that a socket has once it is bound to an address. */
  ListenerId of(int fd, Address address) throws LinuxException {
    return new ListenerId(
        option(fd, Socket.SO_DOMAIN),
        option(fd, Socket.SO_TYPE),
        option(fd, Socket.SO_PROTOCOL),
        address,
        0);
  }

  static ListenerId withOrdinal(ListenerId id, int ordinal) {
    return new ListenerId(id.domain(), id.type(), id.protocol(), id.address(), ordinal);
  }

  /** The socket that jcmd and jstack talk to; every JVM makes its own. */
  private static boolean isOfTheJvm(Address address) {
    return new String(address.path(), StandardCharsets.ISO_8859_1)
        .matches(".*/\\.java_pid\\d+(\\.tmp)?");
  }

  private int option(int fd, int name) throws LinuxException {
    return libc.option(fd, Socket.SOL_SOCKET, name);
  }
}
