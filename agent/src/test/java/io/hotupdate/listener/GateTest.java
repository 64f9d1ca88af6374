package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.Until;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Gates before the server sockets of the JDK, without hooks, on the real kernel. */
@EnabledOnOs(OS.LINUX)
class GateTest {
  private static final int TIMES = 50;
  private static final int LOOKS = 20;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final Listeners listeners =
      new Listeners(libc, proc, new PortRange(32768, 60999), fd -> {});

  @Test
  void a_selector_gets_the_client_that_came_while_the_gate_was_closed() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
        Selector selector = Selector.open()) {
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      selector.selectNow();
      for (int i = 0; i < TIMES; i++) {
        listeners.close(List.of(find(port(server))));
        try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
          for (int look = 0; look < LOOKS; look++) {
            assertThat(selector.selectNow()).isZero();
            assertThat(server.accept()).isNull();
          }

          listeners.open();

          Until.holds("the selector reports", () -> selector.selectNow() == 1);
          try (SocketChannel accepted = server.accept()) {
            assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
          }
          selector.selectedKeys().clear();
          assertThat(server.accept()).isNull();
        }
      }
    }
  }

  @Test
  void a_selector_that_is_registered_while_the_gate_is_closed_gets_the_client() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
        Selector selector = Selector.open()) {
      // As in a successor.
      listeners.inherit(List.of(), 2);
      Listener listener = find(port(server));
      listeners.bound(listener.fd(), ANY_PORT);
      assertThat(listeners.all()).doesNotContain(listener);
      try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        assertThat(selector.selectNow()).isZero();
        assertThat(server.accept()).isNull();

        listeners.open();

        assertThat(libc.nonBlocking(listener.fd())).isTrue();
        Until.holds("the selector reports", () -> selector.selectNow() == 1);
        try (SocketChannel accepted = server.accept()) {
          assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
        }
      }
      assertThat(find(port(server))).isEqualTo(listener);
    }
  }

  @Test
  void a_thread_blocked_in_accept_gets_the_client_that_came_while_the_gate_was_closed()
      throws Exception {
    BlockingQueue<Integer> accepted = new LinkedBlockingQueue<>();
    try (ServerSocket server = new ServerSocket()) {
      server.bind(ANY_PORT);
      new Thread(() -> accept(server, accepted), "acceptor").start();
      Acceptors acceptors = new Acceptors(libc, proc);
      for (int i = 0; i < TIMES; i++) {
        Listener listener = find(server.getLocalPort());
        Set<Integer> fd = Set.of(listener.fd());
        Until.holds("a thread accepts", () -> acceptors.accepting(fd).equals(fd));
        listeners.close(List.of(listener));
        // In this order: a thread that is about to block at the listener is not seen at all.
        Until.holds(
            "the thread waits at the stand-in",
            () -> acceptors.accepting(fd).equals(fd) && !listeners.wakeAccepting());
        try (java.net.Socket client =
            new java.net.Socket(server.getInetAddress(), server.getLocalPort())) {
          for (int look = 0; look < LOOKS; look++) {
            Thread.onSpinWait();
            assertThat(accepted).isEmpty();
          }

          listeners.open();

          Until.holds(
              "the client is accepted",
              () -> {
                listeners.wake();
                return !accepted.isEmpty();
              });
          assertThat(accepted.remove()).isEqualTo(client.getLocalPort());
        }
      }
    }
  }

  private static void accept(ServerSocket server, BlockingQueue<Integer> ports) {
    try {
      while (true) {
        try (java.net.Socket socket = server.accept()) {
          ports.add(socket.getPort());
        }
      }
    } catch (SocketException closed) {
      // The end of the test.
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_asynchronous_accept_gets_the_client_that_came_while_the_gate_was_closed()
      throws Exception {
    try (AsynchronousServerSocketChannel server =
        AsynchronousServerSocketChannel.open().bind(ANY_PORT)) {
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      for (int i = 0; i < TIMES; i++) {
        Future<AsynchronousSocketChannel> accept = server.accept();
        listeners.close(List.of(find(port)));
        try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
          for (int look = 0; look < LOOKS; look++) {
            Thread.onSpinWait();
            assertThat(accept.isDone()).isFalse();
          }

          listeners.open();

          try (AsynchronousSocketChannel accepted = accept.get(20, TimeUnit.SECONDS)) {
            assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
          }
        }
      }
    }
  }

  @Test
  void a_gate_before_a_unix_listener_works_too(@TempDir Path directory) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("größe"));
    try (ServerSocketChannel server =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
      server.configureBlocking(false);
      Listener listener =
          listeners.all().stream()
              .filter(found -> found.id().domain() == Socket.AF_UNIX)
              .findAny()
              .orElseThrow();
      assertThat(listeners.describe(List.of(listener)))
          .containsExactly(new Inherited(listener.fd(), true, false));
      listeners.close(List.of(listener));
      try (SocketChannel client = SocketChannel.open(address)) {
        assertThat(client.isConnected()).isTrue();
        assertThat(server.accept()).isNull();
        listeners.open();
        try (SocketChannel accepted = server.accept()) {
          assertThat(accepted).isNotNull();
        }
      }
    }
  }

  @Test
  void opening_touches_no_descriptor_that_was_closed_and_used_again() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
    InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
    Listener listener = find(port(server));
    listeners.close(List.of(listener));
    listeners.closing(listener.fd());
    server.close();
    assertUntouched(listener.fd(), listeners::open);
    assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(ConnectException.class);
  }

  @Test
  void even_a_closing_that_nobody_told_of_does_not_make_opening_touch_another_socket()
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
    InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
    Listener listener = find(port(server));
    listeners.close(List.of(listener));
    server.close();
    assertUntouched(listener.fd(), listeners::open);
    assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(ConnectException.class);
  }

  @Test
  void closing_touches_no_descriptor_that_was_closed_and_used_again() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
    Listener listener = find(port(server));
    server.close();
    assertUntouched(listener.fd(), () -> listeners.close(List.of(listener)));
  }

  private interface Act {
    void run() throws IOException;
  }

  private void assertUntouched(int fd, Act act) throws IOException {
    int other = libc.streamSocket(Socket.AF_INET);
    int used = other;
    try {
      if (other != fd) {
        libc.replace(other, fd, true);
        used = fd;
      }
      act.run();
      assertThat(proc.socket(fd)).isPresent().isEqualTo(proc.socket(other));
    } finally {
      libc.close(other);
      if (used != other) {
        libc.close(used);
      }
    }
  }

  @Test
  void abandoned_listeners_are_closed_and_the_application_notices_nothing() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT)) {
      server.configureBlocking(false);
      Listener listener = find(port(server));
      listeners.close(List.of(listener));
      listeners.abandon();
      listeners.abandon();

      assertThatThrownBy(() -> SocketChannel.open(server.getLocalAddress()))
          .isInstanceOf(ConnectException.class);
      assertThat(server.accept()).isNull();
      assertThat(listeners.all()).noneMatch(found -> found.fd() == listener.fd());
      assertThatThrownBy(listeners::open).hasMessageContaining("has been let go");
    }
  }

  @Test
  void a_gate_that_is_closed_and_opened_leaves_no_descriptor_behind() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT)) {
      Set<Integer> before = proc.sockets().keySet();
      long inode = find(port(server)).inode();
      listeners.close(List.of(find(port(server))));
      listeners.open();
      assertThat(proc.sockets().keySet()).isEqualTo(before);
      assertThat(find(port(server)).inode()).isEqualTo(inode);
    }
  }

  private static int port(ServerSocketChannel server) throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private Listener find(int port) throws IOException {
    return listeners.all().stream()
        .filter(listener -> listener.id().address().port() == port)
        .findAny()
        .orElseThrow();
  }
}
