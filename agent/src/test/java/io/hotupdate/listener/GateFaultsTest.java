package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the kernel may refuse while a gate swings. */
class GateFaultsTest {
  private static final int NO_MEMORY = 12;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final AtomicInteger refuseReplaceTo = new AtomicInteger(-1);
  private final AtomicInteger refuseEpollAdd = new AtomicInteger();
  private final Libc libc =
      LibcProxy.before(
          (name, arguments) -> {
            if (name.equals("replace") && (int) arguments[1] == refuseReplaceTo.get()) {
              return LibcProxy.refuse(name, NO_MEMORY);
            }
            return name.equals("epollAdd") && refuseEpollAdd.getAndDecrement() > 0
                ? LibcProxy.refuse(name, NO_MEMORY)
                : null;
          },
          RealLibc.get());
  private final Listeners listeners = new Listeners(libc, proc, new PortRange(1, 65535), fd -> {});

  @Test
  void a_gate_that_cannot_be_closed_leaves_the_listener_to_the_application() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT);
        Selector selector = Selector.open()) {
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      selector.selectNow();
      Listener listener = find(server);
      refuseEpollAdd.set(1);

      assertThatThrownBy(() -> listeners.close(List.of(listener))).isInstanceOf(IOException.class);

      assertThat(proc.socket(listener.fd())).hasValue(listener.inode());
      assertThat(proc.epollEntries()).anyMatch(entry -> entry.fd() == listener.fd());
    }
  }

  @Test
  void a_gate_that_cannot_be_opened_does_not_keep_the_others_closed() throws IOException {
    try (ServerSocketChannel one = ServerSocketChannel.open().bind(ANY_PORT);
        ServerSocketChannel other = ServerSocketChannel.open().bind(ANY_PORT)) {
      List<Listener> both = List.of(find(one), find(other));
      assertThat(one.isOpen() && other.isOpen()).isTrue();
      listeners.close(both);
      refuseReplaceTo.set(both.get(0).fd());

      assertThatThrownBy(listeners::open).isInstanceOf(IOException.class);

      assertThat(proc.socket(both.get(1).fd())).hasValue(both.get(1).inode());
      // And it can be tried again.
      refuseReplaceTo.set(-1);
      listeners.open();
      assertThat(
              both.stream()
                  .map(l -> proc.socket(l.fd()).orElseThrow())
                  .collect(Collectors.toList()))
          .isEqualTo(both.stream().map(Listener::inode).collect(Collectors.toList()));
    }
  }

  private Listener find(ServerSocketChannel server) throws IOException {
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return listeners.all().stream()
        .filter(listener -> listener.id().address().port() == port)
        .findAny()
        .orElseThrow();
  }
}
