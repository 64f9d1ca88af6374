package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * The listeners of this process and their gates.
 *
 * <p>Safe for use by many threads. Binding, closing and swinging exclude each other, so that a
 * descriptor that the application closes is never given a file afterwards, when its number may
 * already belong to something else.
 */
public final class Listeners {
  private static final String RING =
      "io_uring waits for its connections, and nobody else can have it stop;"
          + " Netty's epoll and NIO transports can be updated";

  private final Libc libc;
  private final Proc proc;
  private final IntConsumer watch;
  private final ChosenPorts chosenPorts;
  private final ListenerScan scan;
  private final Swing swing;
  private final Acceptors acceptors;
  private final Inheritance inheritance = new Inheritance();
  private final Map<Integer, Gate> gates = new TreeMap<>();
  private final Set<Integer> excluded = new HashSet<>();
  private final Set<Address> closedAddresses = new HashSet<>();
  private boolean closeWhenBound;
  private boolean draining;

  /**
   * @param ephemeral the ports that the kernel chooses from
   * @param watch called with each descriptor whose closing must be told by {@link #closing}
   */
  public Listeners(Libc libc, Proc proc, PortRange ephemeral, IntConsumer watch) {
    this.libc = libc;
    this.proc = proc;
    this.watch = watch;
    this.chosenPorts = new ChosenPorts(ephemeral);
    this.scan = new ListenerScan(libc, proc);
    this.swing = new Swing(libc, proc);
    this.acceptors = new Acceptors(libc, proc);
  }

  // ---- what the hooks report

  /**
   * The application is about to bind a descriptor.
   *
   * @return true if it has been made an inherited listener
   */
  public synchronized boolean adopt(int fd, SocketAddress wanted) throws IOException {
    int domain = libc.option(fd, Socket.SOL_SOCKET, Socket.SO_DOMAIN);
    ListenerId id = scan.of(fd, address(domain, wanted));
    Optional<Inheritance.Entry> found = inheritance.find(id);
    if (found.isEmpty()) {
      return share(fd, id);
    }
    Optional<KeptName> name = found.get().name();
    if (name.isPresent() && !name.get().restore()) {
      // The path is another socket's by now.
      return false;
    }
    putUnder(fd, found.get().pristine());
    found.get().adoptedBy(fd);
    return true;
  }

  /**
   * One more listener of a group than was inherited shares an inherited one. A listener of its own
   * would be given connections by the kernel at once, before anybody knows whether this generation
   * comes up.
   */
  private boolean share(int fd, ListenerId wanted) throws IOException {
    Optional<Inheritance.Entry> equal = inheritance.findEqual(wanted);
    if (equal.isEmpty() || libc.option(fd, Socket.SOL_SOCKET, Socket.SO_REUSEPORT) == 0) {
      return false;
    }
    putUnder(fd, equal.get().pristine());
    return true;
  }

  private void putUnder(int fd, int listener) throws IOException {
    if (libc.nonBlocking(fd)) {
      libc.setNonBlocking(listener);
    }
    swing.replace(listener, fd);
  }

  /**
   * The application has bound a descriptor, which listens now.
   *
   * @throws IOException if its gate cannot be closed, so that this process must not go on
   */
  public synchronized void bound(int fd, SocketAddress wanted) throws IOException {
    boolean anyPort = wanted == null || (wanted instanceof InetSocketAddress i && i.getPort() == 0);
    proc.socket(fd).ifPresent(inode -> chosenPorts.bound(inode, anyPort));
    // An application may close and bind a listener anew while it drains; the successor has it.
    boolean again = draining && inheritance.isAdoptedBy(fd);
    if (closeWhenBound || again) {
      ListenerId id =
          scan.identify(fd).orElseThrow(() -> new IOException("fd " + fd + " does not listen"));
      Gate.Blocking blocking = again ? Gate.Blocking.NEVER : Gate.Blocking.LIKE_LISTENER;
      gates.put(fd, Gate.close(libc, proc, swing, id, fd, blocking));
    }
  }

  /** The application is about to close a descriptor. */
  public synchronized void closing(int fd) throws IOException {
    inheritance.released(fd);
    // Its connections may outlive it.
    scan.identify(fd).ifPresent(id -> closedAddresses.add(id.address()));
    Gate gate = gates.remove(fd);
    proc.socket(gate == null ? fd : gate.real()).ifPresent(chosenPorts::closed);
    if (gate != null) {
      gate.abandon();
    }
  }

  private static Address address(int domain, SocketAddress wanted) {
    if (!(wanted instanceof InetSocketAddress internet)) {
      // The JDK's and Netty's addresses of unix sockets both are their path as text.
      return Address.unix(wanted.toString().getBytes(KeptName.FILE_NAMES));
    }
    InetAddress host = internet.getAddress();
    int scope = host instanceof Inet6Address six ? six.getScopeId() : 0;
    return Address.internet(domain, host.getAddress(), internet.getPort(), scope);
  }

  // ---- in a successor, before commit

  /**
   * Takes over listeners from the predecessor. From now on a gate is closed as soon as its listener
   * is bound.
   *
   * @param fds the inherited descriptors, in the order in which they were handed over
   * @param generation the number of this generation
   */
  public synchronized void inherit(List<Inherited> fds, int generation) throws IOException {
    closeWhenBound = true;
    Map<ListenerId, Integer> equal = new HashMap<>();
    for (Inherited inherited : fds) {
      libc.setCloseOnExec(inherited.fd());
      ListenerId id =
          scan.identify(inherited.fd())
              .orElseThrow(
                  () -> new IOException("inherited fd " + inherited.fd() + " does not listen"));
      int ordinal = equal.merge(id, 1, Integer::sum) - 1;
      inheritance.add(ListenerScan.withOrdinal(id, ordinal), inherited, generation);
    }
    if (inheritance.entries().stream().anyMatch(entry -> entry.name().isPresent())) {
      KeptName.shortenGap();
    }
  }

  /** What is still missing until this generation is ready, in words; empty if nothing is. */
  public synchronized List<String> missing() throws IOException {
    Set<Integer> adopted =
        inheritance.entries().stream()
            .flatMap(entry -> entry.adoptedBy().stream())
            .collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    for (Inheritance.Entry entry : inheritance.entries()) {
      if (entry.isRequired() && entry.adoptedBy().isEmpty()) {
        missing.add(entry.id() + " was not bound");
      }
    }
    if (missing.isEmpty()) {
      Set<Integer> accepting = acceptors.accepting(adopted);
      List<Inheritance.Entry> idle =
          inheritance.entries().stream()
              .filter(Inheritance.Entry::isRequired)
              .filter(entry -> !accepting.contains(entry.adoptedBy().orElseThrow()))
              .toList();
      if (!idle.isEmpty()) {
        String why = proc.acceptsByRing() ? RING : "nothing accepts on it";
        idle.forEach(entry -> missing.add(entry.id() + " was bound, but " + why));
      }
    }
    return missing;
  }

  /** The places, in the list that was handed over, of the listeners that have been adopted. */
  public synchronized Set<Integer> adopted() {
    return inheritance.entries().stream()
        .filter(entry -> entry.adoptedBy().isPresent())
        .map(Inheritance.Entry::index)
        .collect(Collectors.toSet());
  }

  /**
   * Lets a connection of the agent itself through to the application, while the gate is closed.
   *
   * @param port the port of a listener, 1 to 65535
   * @param sourcePort the port on 127.0.0.1 that the connection will come from, of a socket that is
   *     bound to it
   * @return the port on 127.0.0.1 to connect to; empty if the gates have been opened meanwhile
   * @throws IOException if there is no such listener, or the kernel refuses
   */
  public synchronized OptionalInt admit(int port, int sourcePort) throws IOException {
    if (!closeWhenBound) {
      return OptionalInt.empty();
    }
    for (Gate gate : gates.values()) {
      if (gate.id().address().port() == port) {
        OptionalInt standIn = gate.standInPort();
        if (standIn.isPresent()) {
          Admission.give(libc, proc, StandIn.LOOPBACK, sourcePort);
          return standIn;
        }
      }
    }
    String there =
        gates.values().stream().map(gate -> gate.id().toString()).collect(Collectors.joining(", "));
    throw new IOException(
        "no listener on port "
            + port
            + "; there "
            + (there.isEmpty() ? "is none" : "are " + there));
  }

  /** Lets go of the inherited listeners that were not adopted. */
  public synchronized void forgetInheritance() throws IOException {
    List<Inheritance.Entry> entries = inheritance.entries();
    inheritance.clear();
    for (Inheritance.Entry entry : entries) {
      libc.close(entry.pristine());
      if (entry.name().isPresent()) {
        entry.name().get().giveBack();
      }
    }
  }

  // ---- gates

  /**
   * Opens all gates: the application accepts, and what it binds from now on is open at once.
   *
   * @throws IOException if some cannot be opened; the others are, and this may be tried again
   */
  public synchronized void open() throws IOException {
    closeWhenBound = false;
    draining = false;
    Optional<IOException> refused = Optional.empty();
    Set<Integer> opened = new HashSet<>();
    for (Gate gate : List.copyOf(gates.values())) {
      try {
        gate.open();
        gates.remove(gate.fd());
        opened.add(gate.fd());
        watch.accept(gate.fd());
      } catch (IOException e) {
        refused.ifPresent(e::addSuppressed);
        refused = Optional.of(e);
      }
    }
    acceptors.wake(opened);
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  /**
   * Closes the gates of the given listeners, as far as they are still open.
   *
   * @throws IOException if one cannot be closed; this may be tried again
   */
  public synchronized void close(List<Listener> listeners) throws IOException {
    draining = true;
    for (Listener listener : listeners) {
      int fd = listener.fd();
      // First, so that nobody closes it between the comparison and the swing.
      watch.accept(fd);
      // Behind a closed gate the descriptor names the stand-in.
      if (proc.socket(fd).filter(inode -> inode == listener.inode()).isPresent()) {
        gates.put(fd, Gate.close(libc, proc, swing, listener.id(), fd, Gate.Blocking.NEVER));
      }
    }
    acceptors.wake(gates.keySet());
  }

  /** Lets go of the listeners behind closed gates: they cannot be opened any more. */
  public synchronized void abandon() throws IOException {
    for (Gate gate : gates.values()) {
      gate.abandon();
    }
  }

  /** Wakes whoever waits for a connection, for those that slipped in while a gate was opened. */
  public synchronized void wake() throws IOException {
    acceptors.wake(all().stream().map(Listener::fd).collect(Collectors.toSet()));
  }

  /**
   * Wakes the threads that are still blocked at a listener whose gate has been closed.
   *
   * @return whether there were any
   */
  public synchronized boolean wakeAccepting() throws IOException {
    return acceptors.wakeAccepting(gates.keySet());
  }

  // ---- what there is

  /**
   * Closes and opens a gate that nobody uses, so that a system call that is refused here is known
   * now and not at the next update.
   */
  public synchronized void prove() throws IOException {
    int fd = StandIn.create(libc, Socket.AF_INET);
    try {
      ListenerId id = scan.identify(fd).orElseThrow();
      Gate gate = Gate.close(libc, proc, swing, id, fd, Gate.Blocking.NEVER);
      acceptors.accepting(Set.of(fd));
      gate.open();
    } finally {
      libc.close(fd);
    }
  }

  /** A listening socket of the agent's own: it is no listener, and is never handed over. */
  public synchronized void exclude(int fd) {
    excluded.add(fd);
  }

  /** Why the listeners cannot be handed over; empty if they can. */
  public synchronized Optional<String> obstacle() throws IOException {
    if (!proc.acceptsByRing()) {
      return Optional.empty();
    }
    List<Listener> all = all();
    Set<Integer> accepting =
        acceptors.accepting(all.stream().map(Listener::fd).collect(Collectors.toSet()));
    return all.stream()
        .filter(listener -> !accepting.contains(listener.fd()))
        .map(listener -> listener.id() + " cannot be handed over: " + RING)
        .findFirst();
  }

  /** The application's listeners, as the kernel knows them, ordered by descriptor. */
  public synchronized List<Listener> all() throws IOException {
    Set<Integer> own = new HashSet<>(excluded);
    inheritance.entries().forEach(entry -> own.add(entry.pristine()));
    gates.values().forEach(gate -> own.add(gate.real()));
    // A descriptor behind a closed gate names a stand-in.
    own.addAll(gates.keySet());
    return scan.run(own::contains);
  }

  /**
   * The listeners behind closed gates, with the descriptors by which the application knows them.
   */
  public synchronized List<Listener> behindGates() throws IOException {
    List<Listener> behind = new ArrayList<>();
    for (Gate gate : gates.values()) {
      behind.add(new Listener(gate.id(), gate.fd(), proc.socket(gate.fd()).orElse(0L)));
    }
    return behind;
  }

  /** The addresses of listeners that the application has closed. */
  public synchronized Set<Address> closedAddresses() {
    return Set.copyOf(closedAddresses);
  }

  /**
   * What the successor must be told of listeners, in the same order. One whose port the kernel
   * chose need not be taken over; but where there is no other, a successor that takes none has not
   * proven anything.
   */
  public synchronized List<Inherited> describe(List<Listener> listeners) {
    return chosenPorts.describe(listeners);
  }
}
