package io.hotupdate.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "2, 127.0.0.1, 127.0.0.1:8080",
    "2, 255.254.1.0, 255.254.1.0:8080",
    "2, 0.0.0.0, *:8080",
    "10, ::, *:8080",
    "10, 0.0.0.0, *:8080",
    "10, 127.0.0.1, 127.0.0.1:8080",
    "10, ::1, [0:0:0:0:0:0:0:1]:8080"
  })
  void an_internet_address_is_written_for_people(int domain, String host, String text)
      throws IOException {
    Address address = internet(domain, host);

    assertThat(address).hasToString(text);
    assertThat(address.domain()).isEqualTo(domain);
    assertThat(address.port()).isEqualTo(8080);
    assertThat(address.isInternet()).isTrue();
    assertThat(address.isWildcard()).isEqualTo(text.startsWith("*"));
    assertThat(address.path()).isEmpty();
    assertThat(address.withoutPort().port()).isZero();
    assertThat(address.withoutPort().domain()).isEqualTo(domain);
  }

  @ParameterizedTest
  @CsvSource({"2, 127.0.0.1", "2, 0.0.0.0", "10, 127.0.0.1", "10, 0.0.0.0", "10, ::1", "10, ::"})
  void the_kernel_says_the_same_address_as_was_bound(int domain, String host) throws IOException {
    Libc libc = RealLibc.get();
    int fd = libc.streamSocket(domain);
    try {
      Address wanted =
          Address.internet(domain, InetAddress.getAllByName(host)[0].getAddress(), 0, 0);
      libc.bind(fd, wanted);

      assertThat(libc.localAddress(fd).port()).isPositive();
      assertThat(libc.localAddress(fd).withoutPort()).isEqualTo(wanted).hasSameHashCodeAs(wanted);
    } finally {
      libc.close(fd);
    }
  }

  @Test
  void a_flow_label_does_not_make_another_address() throws IOException {
    byte[] bytes = internet(Socket.AF_INET6, "::1").bytes();
    bytes[5] = 1;

    assertThat(Address.of(bytes, bytes.length)).isEqualTo(internet(Socket.AF_INET6, "::1"));
  }

  @Test
  void the_interface_of_a_link_local_address_tells_it_from_another() throws IOException {
    byte[] host = InetAddress.getAllByName("fe80::1")[0].getAddress();

    assertThat(Address.internet(Socket.AF_INET6, host, 80, 1))
        .isNotEqualTo(Address.internet(Socket.AF_INET6, host, 80, 2));
  }

  @Test
  void what_the_kernel_did_not_fill_does_not_belong_to_an_address() throws IOException {
    Address wanted = internet(Socket.AF_INET, "127.0.0.1");
    byte[] buffer = Arrays.copyOf(wanted.bytes(), 128);
    Arrays.fill(buffer, 16, 128, (byte) 7);

    assertThat(Address.of(buffer, 16)).isEqualTo(wanted);
  }

  @Test
  void a_unix_address_has_a_path_and_no_port() {
    Address address = Address.unix("/tmp/größe".getBytes(UTF_8));

    assertThat(address).hasToString("unix:/tmp/größe");
    assertThat(address.path()).isEqualTo("/tmp/größe".getBytes(UTF_8));
    assertThat(address.domain()).isEqualTo(Socket.AF_UNIX);
    assertThat(address.isInternet()).isFalse();
    assertThat(address.isWildcard()).isFalse();
    assertThat(address.port()).isZero();
    assertThat(address.withoutPort()).isEqualTo(address);
  }

  @Test
  void an_abstract_unix_address_keeps_every_byte_of_its_name() {
    byte[] bytes = {1, 0, 0, 'a', 0, 'b'};
    Address address = Address.of(bytes, bytes.length);

    assertThat(address.path()).containsExactly(0, 'a', 0, 'b');
    assertThat(address.toString()).startsWith("unix:@a");
  }

  @Test
  void an_unnamed_unix_address_accepts_nothing() {
    Address unnamed = Address.of(new byte[] {1, 0}, 2);

    assertThat(unnamed).hasToString("unix:");
    assertThat(unnamed.path()).isEmpty();
    assertThat(unnamed.accepts(unnamed)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 127.0.0.1, 2, 127.0.0.1, true",
    "2, 127.0.0.1, 2, 127.0.0.2, false",
    "2, 0.0.0.0, 2, 127.0.0.1, true",
    "10, ::, 10, 127.0.0.1, true",
    "10, ::, 10, ::1, true",
    "10, ::1, 10, ::1, true",
    "10, ::1, 10, 127.0.0.1, false",
    "10, 127.0.0.1, 2, 127.0.0.1, true",
    "2, 127.0.0.1, 10, 127.0.0.1, true"
  })
  void a_listener_accepts_connections_to_its_address(
      int domain, String host, int otherDomain, String otherHost, boolean accepts)
      throws IOException {
    assertThat(internet(domain, host).accepts(internet(otherDomain, otherHost))).isEqualTo(accepts);
  }

  @Test
  void a_listener_accepts_nothing_at_another_port_and_nothing_of_another_kind() throws IOException {
    Address wildcard = internet(Socket.AF_INET, "0.0.0.0");
    Address unix = Address.unix("/tmp/a".getBytes(UTF_8));

    assertThat(wildcard.accepts(Address.internet(Socket.AF_INET, new byte[] {127, 0, 0, 1}, 80, 0)))
        .isFalse();
    assertThat(wildcard.accepts(unix)).isFalse();
    assertThat(unix.accepts(wildcard)).isFalse();
    assertThat(unix.accepts(Address.unix("/tmp/a".getBytes(UTF_8)))).isTrue();
    assertThat(unix.accepts(Address.unix("/tmp/b".getBytes(UTF_8)))).isFalse();
  }

  private static Address internet(int domain, String host) throws IOException {
    return Address.internet(domain, InetAddress.getAllByName(host)[0].getAddress(), 8080, 0);
  }
}
