package io.hotupdate.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters before listening sockets of the real kernel. */
@EnabledOnOs(OS.LINUX)
class SocketFilterTest {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int BRIEFLY = 200;
  private static final int LONG_ENOUGH = 10_000;

  private final Libc libc = RealLibc.get();
  private int listener = -1;
  private InetSocketAddress address;

  private void listen(int family) throws IOException {
    listener = libc.streamSocket(family);
    if (family == Socket.AF_INET6) {
      libc.setOption(listener, Socket.IPPROTO_IPV6, Socket.IPV6_V6ONLY, new byte[Integer.BYTES]);
    }
    libc.dropEverything(listener);
    libc.bind(listener, Address.internet(family, LOOPBACK, 0, 0));
    libc.listen(listener, 16);
    address = loopback(1, libc.localAddress(listener).port());
  }

  @AfterEach
  void close() throws IOException {
    if (listener >= 0) {
      libc.close(listener);
    }
  }

  @ParameterizedTest(name = "family {0}")
  @ValueSource(ints = {Socket.AF_INET, Socket.AF_INET6})
  void only_the_named_ports_of_the_loopback_address_come_through(int family) throws IOException {
    listen(family);
    try (java.net.Socket one = bound(1, 0);
        java.net.Socket two = bound(1, 0);
        java.net.Socket other = bound(1, 0)) {
      assertDropped(one);
      libc.admitOnly(listener, Set.of(two.getLocalPort(), 1));
      two.connect(address, LONG_ENOUGH);
      assertDropped(other);
      // The same port, of another address of this machine.
      try (java.net.Socket impostor = bound(2, two.getLocalPort())) {
        assertDropped(impostor);
      }
      libc.dropEverything(listener);
      try (java.net.Socket third = bound(1, 0)) {
        assertDropped(third);
      }
    }
  }

  @ParameterizedTest(name = "family {0}")
  @ValueSource(ints = {Socket.AF_INET, Socket.AF_INET6})
  void a_connection_outlives_the_filter_it_came_through(int family) throws IOException {
    listen(family);
    try (java.net.Socket client = bound(1, 0)) {
      libc.admitOnly(listener, Set.of(client.getLocalPort()));
      client.connect(address, LONG_ENOUGH);
      libc.dropEverything(listener);
      client.setSoTimeout(LONG_ENOUGH);

      // More than a packet can hold, in both directions.
      assertEcho(client, 200_000);
    }
  }

  private void assertEcho(java.net.Socket client, int size) throws IOException {
    NativeFunction accept = NativeFunction.of("accept", "iill");
    int accepted = accept.callInt(listener, 0L, 0L);
    assertThat(accepted).isPositive();
    Thread echo =
        new Thread(
            () -> {
              byte[] buffer = new byte[8192];
              try {
                for (int n = libc.read(accepted, buffer); n > 0; n = libc.read(accepted, buffer)) {
                  libc.write(accepted, buffer, n);
                }
                libc.close(accepted);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    echo.start();
    byte[] sent = new byte[size];
    new Thread(
            () -> {
              try {
                client.getOutputStream().write(sent);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .start();
    assertThat(client.getInputStream().readNBytes(size)).isEqualTo(sent);
    client.shutdownOutput();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void as_many_ports_as_are_allowed_fit_and_one_more_is_refused() throws IOException {
    listen(Socket.AF_INET);
    try (java.net.Socket client = bound(1, 0)) {
      Set<Integer> ports =
          IntStream.iterate(1, port -> port + 1)
              .filter(port -> port != client.getLocalPort())
              .limit(SocketFilter.MOST_PORTS)
              .boxed()
              .collect(Collectors.toSet());
      libc.admitOnly(listener, ports);
      assertDropped(client);
      ports.remove(1);
      ports.add(client.getLocalPort());
      try (java.net.Socket again = bound(1, 0)) {
        ports.remove(2);
        ports.add(again.getLocalPort());
        libc.admitOnly(listener, ports);
        again.connect(address, LONG_ENOUGH);
      }
      ports.add(1);
      assertThatThrownBy(() -> libc.admitOnly(listener, ports))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_program_is_made_of_whole_instructions() {
    byte[] program = SocketFilter.nothing();
    assertThat(SocketFilter.length(program)).isEqualTo(1);
    assertThat(ByteBuffer.wrap(program).order(ByteOrder.nativeOrder()).getInt(4)).isZero();
    assertThat(SocketFilter.length(SocketFilter.from(Set.of(1, 2)))).isEqualTo(7);
  }

  /** A client that comes from 127.0.0.HOST. */
  private static java.net.Socket bound(int host, int port) throws IOException {
    java.net.Socket socket = new java.net.Socket(Proxy.NO_PROXY);
    socket.bind(loopback(host, port));
    return socket;
  }

  private static InetSocketAddress loopback(int host, int port) throws IOException {
    return new InetSocketAddress(
        InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), port);
  }

  private void assertDropped(java.net.Socket client) {
    assertThatThrownBy(() -> client.connect(address, BRIEFLY))
        .isInstanceOf(SocketTimeoutException.class);
  }
}
