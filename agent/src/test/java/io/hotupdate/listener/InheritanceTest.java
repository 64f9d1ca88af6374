package io.hotupdate.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InheritanceTest {
  private final Inheritance inheritance = new Inheritance();

  @Test
  void a_bind_gets_the_inherited_listener_of_its_address() {
    required(id("127.0.0.1", 80), 10);
    required(id("127.0.0.1", 81), 11);

    assertThat(pristine(id("127.0.0.1", 81))).hasValue(11);
    assertThat(pristine(id("127.0.0.1", 82))).isEmpty();
    assertThat(pristine(id("127.0.0.2", 81))).isEmpty();
    assertThat(pristine(new ListenerId(Socket.AF_INET6, 1, 6, address("127.0.0.1", 81), 0)))
        .isEmpty();
  }

  @Test
  void equal_listeners_are_given_one_after_the_other() {
    ListenerId id = id("127.0.0.1", 80);
    required(id, 10);
    required(ListenerScan.withOrdinal(id, 1), 11);

    adopt(id, 20);
    assertThat(pristine(id)).hasValue(11);
    adopt(id, 21);
    assertThat(pristine(id)).isEmpty();

    inheritance.released(20);
    assertThat(pristine(id)).hasValue(10);
    assertThat(inheritance.entries()).extracting(Inheritance.Entry::index).containsExactly(0, 1);
    assertThat(inheritance.entries().get(1).adoptedBy()).hasValue(21);
  }

  @Test
  void a_bind_to_any_port_gets_the_one_listener_whose_port_the_kernel_chose() {
    required(id("127.0.0.1", 80), 10);
    chosen(id("127.0.0.1", 40001), 11);
    chosen(id("127.0.0.2", 40002), 12);

    assertThat(pristine(id("127.0.0.1", 0))).hasValue(11);
    adopt(id("127.0.0.1", 0), 20);
    assertThat(pristine(id("127.0.0.1", 0))).isEmpty();
  }

  @Test
  void a_bind_to_any_port_gets_none_where_it_could_mean_several() {
    chosen(id("127.0.0.1", 40001), 10);
    chosen(id("127.0.0.1", 40002), 11);

    assertThat(pristine(id("127.0.0.1", 0))).isEmpty();
    assertThat(pristine(id("127.0.0.1", 40002))).hasValue(11);
    // Which of the two was meant is not known even when one of them is taken.
    adopt(id("127.0.0.1", 40002), 20);
    assertThat(pristine(id("127.0.0.1", 0))).isEmpty();
  }

  @Test
  void a_bind_to_any_port_never_gets_a_listener_with_a_port_of_its_own() {
    required(id("127.0.0.1", 80), 10);

    assertThat(pristine(id("127.0.0.1", 0))).isEmpty();
  }

  @Test
  void a_listener_that_is_closed_again_can_be_adopted_again() {
    required(id("127.0.0.1", 80), 10);
    adopt(id("127.0.0.1", 80), 20);
    assertThat(pristine(id("127.0.0.1", 80))).isEmpty();

    inheritance.released(21);
    assertThat(pristine(id("127.0.0.1", 80))).isEmpty();
    inheritance.released(20);
    assertThat(pristine(id("127.0.0.1", 80))).hasValue(10);
    inheritance.released(-1);
    assertThat(inheritance.entries().get(0).adoptedBy()).isEmpty();
  }

  @Test
  void nothing_is_left_of_a_forgotten_inheritance() {
    required(id("127.0.0.1", 80), 10);
    inheritance.clear();

    assertThat(inheritance.entries()).isEqualTo(List.of());
    assertThat(pristine(id("127.0.0.1", 80))).isEmpty();
  }

  private void required(ListenerId id, int pristine) {
    inheritance.add(id, new Inherited(pristine, true, false), 2);
  }

  private void chosen(ListenerId id, int pristine) {
    inheritance.add(id, new Inherited(pristine, false, true), 2);
  }

  private void adopt(ListenerId wanted, int fd) {
    inheritance.find(wanted).orElseThrow().adoptedBy(fd);
  }

  private Optional<Integer> pristine(ListenerId wanted) {
    return inheritance.find(wanted).map(Inheritance.Entry::pristine);
  }

  private static ListenerId id(String host, int port) {
    return new ListenerId(Socket.AF_INET, Socket.SOCK_STREAM, 6, address(host, port), 0);
  }

  private static Address address(String host, int port) {
    byte last = (byte) Integer.parseInt(host.substring(host.length() - 1));
    return Address.internet(Socket.AF_INET, new byte[] {127, 0, 0, last}, port, 0);
  }
}
