package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Errno;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.RealLibc;
import io.hotupdate.linux.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A successor's way with what it inherits, on the real kernel. */
@EnabledOnOs(OS.LINUX)
class ListenersTest {
  private static final int TOO_MANY_FILES = 24;

  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));
  private final List<Integer> watched = new ArrayList<>();
  private final Listeners listeners =
      new Listeners(libc, proc, new PortRange(32768, 60999), watched::add);
  private final List<Integer> open = new ArrayList<>();
  private int inherited;
  private int application;
  private InetSocketAddress address;

  @BeforeEach
  void open_sockets() throws IOException {
    inherited = socket();
    libc.bind(inherited, Address.internet(Socket.AF_INET, new byte[] {127, 0, 0, 1}, 0, 0));
    libc.listen(inherited, 10);
    libc.replace(inherited, inherited + 100, false);
    open.add(inherited + 100);
    inherited += 100;
    address =
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), libc.localAddress(inherited).port());
    application = socket();
  }

  @AfterEach
  void close_sockets() throws IOException {
    for (int fd : open) {
      if (proc.socket(fd).isPresent()) {
        libc.close(fd);
      }
    }
  }

  private int socket() throws IOException {
    int fd = libc.streamSocket(Socket.AF_INET);
    open.add(fd);
    return fd;
  }

  @Test
  void a_listening_socket_of_the_agent_is_no_listener() throws IOException {
    libc.listen(application, 1);
    assertThat(listeners.all()).anyMatch(listener -> listener.fd() == application);
    listeners.exclude(application);
    assertThat(listeners.all()).isNotEmpty();
    assertThat(listeners.all()).noneMatch(listener -> listener.fd() == application);
  }

  @Test
  void an_inherited_listener_is_missing_until_it_is_bound_and_accepted_on() throws IOException {
    listeners.inherit(List.of(new Inherited(inherited, true, false)), 2);
    assertThat(libc.closeOnExec(inherited)).isTrue();
    assertThat(listeners.missing())
        .containsExactly("127.0.0.1:" + address.getPort() + " was not bound");
    assertThat(listeners.adopted()).isEmpty();

    assertThat(listeners.adopt(application, address)).isTrue();
    listeners.bound(application, address);

    assertThat(listeners.missing())
        .containsExactly(
            "127.0.0.1:" + address.getPort() + " was bound, but nothing accepts on it");
    assertThat(listeners.adopted()).containsExactly(0);
  }

  @Test
  void an_adopted_listener_is_behind_a_closed_gate_until_it_is_opened() throws IOException {
    long inode = proc.socket(inherited).orElseThrow();
    listeners.inherit(List.of(new Inherited(inherited, true, false)), 2);
    assertThat(listeners.adopt(application, address)).isTrue();
    assertThat(proc.socket(application)).hasValue(inode);
    listeners.bound(application, address);
    assertThat(proc.socket(application)).isPresent().isNotEqualTo(proc.socket(inherited));

    listeners.open();

    assertThat(proc.socket(application)).hasValue(inode);
    assertThat(watched).containsExactly(application);
  }

  @Test
  void a_listener_that_was_bound_for_a_test_only_can_be_adopted_again() throws IOException {
    listeners.inherit(List.of(new Inherited(inherited, true, false)), 2);
    assertThat(listeners.adopt(application, address)).isTrue();
    listeners.bound(application, address);
    int second = socket();
    assertThat(listeners.adopt(second, address)).isFalse();

    listeners.closing(application);
    libc.close(application);

    assertThat(listeners.missing()).hasSize(1);
    assertThat(listeners.adopt(second, address)).isTrue();
    assertThat(proc.socket(second)).isPresent().isEqualTo(proc.socket(inherited));
  }

  @Test
  void a_listener_whose_port_the_kernel_chose_need_not_be_bound() throws IOException {
    listeners.inherit(List.of(new Inherited(inherited, false, true)), 2);
    assertThat(listeners.missing()).isEmpty();

    assertThat(listeners.adopt(application, new InetSocketAddress(address.getAddress(), 0)))
        .isTrue();

    assertThat(listeners.adopted()).containsExactly(0);
  }

  @Test
  void a_bind_to_another_address_is_left_to_the_application() throws IOException {
    listeners.inherit(List.of(new Inherited(inherited, true, false)), 2);

    assertThat(
            listeners.adopt(
                application,
                new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), address.getPort())))
        .isFalse();
    assertThat(proc.socket(application)).isPresent().isNotEqualTo(proc.socket(inherited));
  }

  @Test
  void what_was_inherited_but_not_used_is_let_go_of() throws IOException {
    listeners.inherit(List.of(new Inherited(inherited, true, false)), 2);
    assertThat(listeners.all()).noneMatch(listener -> listener.fd() == inherited);

    listeners.forgetInheritance();

    assertThat(proc.socket(inherited)).isEmpty();
    assertThat(listeners.missing()).isEmpty();
    assertThat(listeners.adopt(application, address)).isFalse();
  }

  @Test
  void an_adopted_listener_has_the_flag_that_the_application_set_before() throws IOException {
    listeners.inherit(List.of(new Inherited(inherited, true, false)), 2);
    libc.setNonBlocking(application);

    assertThat(listeners.adopt(application, address)).isTrue();

    assertThat(libc.nonBlocking(application)).isTrue();
    assertThat(libc.closeOnExec(application)).isTrue();
  }

  @Test
  void an_inherited_descriptor_that_does_not_listen_is_refused() {
    assertThatThrownBy(() -> listeners.inherit(List.of(new Inherited(application, true, false)), 2))
        .isInstanceOf(IOException.class)
        .hasMessage("inherited fd " + application + " does not listen");
  }

  @Test
  void a_successor_whose_gate_cannot_be_closed_must_not_be_used() throws IOException {
    Libc refusing =
        LibcProxy.before(
            (name, arguments) ->
                name.equals("streamSocket") ? LibcProxy.refuse(name, TOO_MANY_FILES) : null,
            libc);
    Listeners unable = new Listeners(refusing, proc, new PortRange(1, 2), watched::add);
    unable.inherit(List.of(new Inherited(inherited, true, false)), 2);
    assertThat(unable.adopt(application, address)).isTrue();
    long inode = proc.socket(application).orElseThrow();
    int before = proc.sockets().size();

    assertThatThrownBy(() -> unable.bound(application, address))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(TOO_MANY_FILES));
    assertThat(proc.socket(application)).hasValue(inode);
    assertThat(proc.sockets()).hasSize(before);
  }

  @Test
  void an_explicit_port_must_be_taken_over_and_one_that_the_kernel_chose_need_not()
      throws IOException {
    libc.bind(application, Address.internet(Socket.AF_INET, new byte[] {127, 0, 0, 1}, 0, 0));
    libc.listen(application, 1);
    List<Listener> two = List.of(find(inherited), find(application));
    Listeners none = new Listeners(libc, proc, new PortRange(1, 2), watched::add);
    assertThat(none.describe(two)).extracting(Inherited::required).containsExactly(true, true);

    none.bound(two.get(0).fd(), null);
    assertThat(none.describe(two)).extracting(Inherited::required).containsExactly(false, true);
    none.bound(two.get(0).fd(), address);
    assertThat(none.describe(two)).extracting(Inherited::required).containsExactly(true, true);
    none.bound(two.get(1).fd(), new InetSocketAddress(0));
    assertThat(none.describe(two)).extracting(Inherited::required).containsExactly(true, false);
    assertThat(none.describe(two))
        .extracting(Inherited::portChosenByKernel)
        .containsExactly(false, true);
  }

  @Test
  void a_port_in_the_range_of_the_kernel_whose_bind_nobody_saw_must_be_taken_over_if_alone()
      throws IOException {
    Listener listener = find(inherited);
    Listeners all = new Listeners(libc, proc, new PortRange(1, 65535), watched::add);

    assertThat(all.describe(List.of(listener)))
        .containsExactly(new Inherited(listener.fd(), true, true));
  }

  @Test
  void the_proof_of_the_gate_leaves_nothing_behind() throws IOException {
    int before = proc.sockets().size();
    listeners.prove();
    assertThat(proc.sockets()).hasSize(before);
  }

  @Test
  void two_descriptors_of_one_socket_are_one_listener_and_two_sockets_have_ordinals()
      throws IOException {
    assertThat(listeners.all())
        .filteredOn(listener -> listener.id().address().port() == address.getPort())
        .hasSize(1);
    assertThat(listeners.all()).extracting(listener -> listener.id().ordinal()).containsOnly(0);
    assertThat(ListenerScan.withOrdinal(find(inherited).id(), 1))
        .hasToString("127.0.0.1:" + address.getPort() + " (2)");
  }

  @Test
  void an_epoll_instance_that_is_closed_meanwhile_does_no_harm() throws IOException {
    Libc refusing =
        LibcProxy.before(
            (name, arguments) ->
                name.startsWith("epoll") ? LibcProxy.refuse(name, Errno.EBADF) : null,
            libc);
    long inode = proc.socket(inherited).orElseThrow();
    new Swing(refusing, proc).replace(inherited, application);
    assertThat(proc.socket(application)).hasValue(inode);
  }

  private Listener find(int fd) throws IOException {
    long inode = proc.socket(fd).orElseThrow();
    return listeners.all().stream()
        .filter(listener -> listener.inode() == inode)
        .findAny()
        .orElseThrow();
  }
}
