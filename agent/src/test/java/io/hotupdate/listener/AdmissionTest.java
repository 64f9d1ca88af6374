package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.Until;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whom a closed gate lets through to the application, on the real kernel. */
@EnabledOnOs(OS.LINUX)
class AdmissionTest {
  private static final int NO_MEMORY = 12;
  private static final int BRIEFLY = 200;
  private static final int LONG_ENOUGH = 10_000;
  private static final int UNUSED = 1;

  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final AtomicBoolean refuse = new AtomicBoolean();
  private final Libc libc =
      LibcProxy.before(
          (name, arguments) ->
              name.equals("setTtl") && refuse.get() ? LibcProxy.refuse(name, NO_MEMORY) : null,
          RealLibc.get());
  private final Listeners listeners =
      new Listeners(libc, proc, new PortRange(32768, 60999), fd -> {});

  @Test
  void the_application_accepts_from_the_admitted_socket_and_from_no_other() throws IOException {
    try (ServerSocketChannel server = closedGate();
        Socket stranger = client();
        Socket own = client()) {
      int standIn = listeners.admit(port(server), own.getLocalPort()).orElseThrow();
      assertDropped(stranger, standIn);
      assertThat(server.accept()).isNull();

      own.connect(loopback(standIn), LONG_ENOUGH);

      try (SocketChannel accepted = accept(server)) {
        assertThat(accepted.getRemoteAddress()).isEqualTo(own.getLocalSocketAddress());
        try (Socket late = client()) {
          assertDropped(late, standIn);
        }
        assertThat(server.accept()).isNull();
      }
    }
  }

  @Test
  void several_are_let_through_at_once() throws IOException {
    try (ServerSocketChannel server = closedGate();
        Socket one = client();
        Socket two = client()) {
      int standIn = listeners.admit(port(server), one.getLocalPort()).orElseThrow();
      assertThat(listeners.admit(port(server), two.getLocalPort())).hasValue(standIn);
      one.connect(loopback(standIn), LONG_ENOUGH);

      two.connect(loopback(standIn), LONG_ENOUGH);

      accept(server).close();
      accept(server).close();
    }
  }

  @Test
  void a_listener_of_either_family_can_be_reached() throws IOException {
    for (StandardProtocolFamily family :
        List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
      try (ServerSocketChannel server = ServerSocketChannel.open(family)) {
        server.bind(new InetSocketAddress(0));
        close(server);
        try (Socket own = client()) {
          int standIn = listeners.admit(port(server), own.getLocalPort()).orElseThrow();
          own.connect(loopback(standIn), LONG_ENOUGH);
          accept(server).close();
        }
        listeners.open();
      }
    }
  }

  @Test
  void a_port_without_a_listener_is_an_error_that_names_those_there_are() throws IOException {
    assertThatThrownBy(() -> successor().admit(UNUSED, UNUSED))
        .hasMessage("no listener on port 1; there is none");
    try (ServerSocketChannel server = closedGate()) {
      assertThatThrownBy(() -> listeners.admit(UNUSED, UNUSED))
          .hasMessage("no listener on port 1; there are 127.0.0.1:" + port(server));
    }
  }

  @Test
  void once_the_gates_are_open_there_is_no_way_in_but_that_of_clients() throws IOException {
    try (ServerSocketChannel server = closedGate();
        Socket own = client()) {
      assertThat(listeners.admit(port(server), own.getLocalPort())).isPresent();
      listeners.open();

      assertThat(listeners.admit(port(server), UNUSED)).isEqualTo(OptionalInt.empty());

      try (SocketChannel client = SocketChannel.open(server.getLocalAddress());
          SocketChannel accepted = accept(server)) {
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
      }
    }
  }

  @Test
  void a_predecessor_lets_nobody_through() throws IOException {
    try (ServerSocketChannel server = bound()) {
      listeners.close(List.of(find(port(server))));

      assertThat(listeners.admit(port(server), UNUSED)).isEqualTo(OptionalInt.empty());
    }
  }

  @Test
  void a_descriptor_that_was_closed_and_used_again_is_no_way_in() throws IOException {
    ServerSocketChannel server = bound();
    int port = port(server);
    int fd = find(port).fd();
    close(server);
    // Told to nobody, as by native code.
    server.close();
    try (ServerSocketChannel other = bound()) {
      assertThat(find(port(other)).fd()).isEqualTo(fd);
      assertThatThrownBy(() -> listeners.admit(port, UNUSED))
          .hasMessageContaining("no listener on port");

      try (SocketChannel client = SocketChannel.open(other.getLocalAddress());
          SocketChannel accepted = other.accept()) {
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
      }
    }
  }

  @Test
  void what_the_kernel_refuses_leaves_everybody_out() throws IOException {
    try (ServerSocketChannel server = closedGate();
        Socket own = client();
        Socket other = client()) {
      refuse.set(true);
      assertThatThrownBy(() -> listeners.admit(port(server), own.getLocalPort()))
          .isInstanceOf(IOException.class);
      refuse.set(false);

      int standIn = listeners.admit(port(server), other.getLocalPort()).orElseThrow();
      assertDropped(own, standIn);
    }
  }

  @Test
  void a_port_of_nobody_is_an_error() throws IOException {
    try (ServerSocketChannel server = closedGate()) {
      assertThatThrownBy(() -> listeners.admit(port(server), UNUSED))
          .hasMessage("no socket of this process is bound to port 1");
    }
  }

  @Test
  void a_connection_that_was_let_through_carries_any_amount() throws Exception {
    try (ServerSocketChannel server = closedGate();
        Socket own = client()) {
      own.connect(
          loopback(listeners.admit(port(server), own.getLocalPort()).orElseThrow()), LONG_ENOUGH);
      try (SocketChannel accepted = accept(server)) {
        byte[] sent = new byte[200_000];
        Thread writing =
            new Thread(
                () -> {
                  try {
                    own.getOutputStream().write(sent);
                    own.shutdownOutput();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
        writing.start();
        assertThat(accepted.socket().getInputStream().readAllBytes()).isEqualTo(sent);
        writing.join();
      }
    }
  }

  private Listeners successor() throws IOException {
    listeners.inherit(List.of(), 2);
    return listeners;
  }

  private ServerSocketChannel closedGate() throws IOException {
    ServerSocketChannel server = bound();
    close(server);
    return server;
  }

  private static ServerSocketChannel bound() throws IOException {
    return ServerSocketChannel.open().bind(loopback(0));
  }

  private void close(ServerSocketChannel server) throws IOException {
    server.configureBlocking(false);
    successor().bound(find(port(server)).fd(), server.getLocalAddress());
  }

  private SocketChannel accept(ServerSocketChannel server) throws IOException {
    SocketChannel[] accepted = new SocketChannel[1];
    Until.holds(
        "a connection is accepted",
        () -> {
          accepted[0] = server.accept();
          return accepted[0] != null;
        });
    return accepted[0];
  }

  private Listener find(int port) throws IOException {
    return new ListenerScan(libc, proc)
        .run(fd -> false).stream()
            .filter(listener -> listener.id().address().port() == port)
            .findAny()
            .orElseThrow();
  }

  private static int port(ServerSocketChannel server) throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private static Socket client() throws IOException {
    Socket socket = new Socket(Proxy.NO_PROXY);
    socket.bind(loopback(0));
    return socket;
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  private static void assertDropped(Socket client, int port) {
    assertThatThrownBy(() -> client.connect(loopback(port), BRIEFLY))
        .isInstanceOf(SocketTimeoutException.class);
  }
}
