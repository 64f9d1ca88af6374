package io.hotupdate.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against the real kernel. */
@EnabledOnOs(OS.LINUX)
class NativeLibcTest {
  private static final int NO_SUCH_FILE = 2;
  private static final int REFUSED_FD = 1_000_000;

  private final Libc libc = RealLibc.get();
  private final Proc proc = new Proc(Path.of("/proc/self"));

  @Test
  void a_duplicate_is_close_on_exec_and_has_the_wanted_number() throws IOException {
    int[] pair = libc.socketPair();
    int duplicate = libc.duplicate(pair[0], 500);
    try {
      assertThat(duplicate).isGreaterThanOrEqualTo(500);
      assertThat(libc.closeOnExec(duplicate)).isTrue();
      assertThat(proc.socket(duplicate)).isEqualTo(proc.socket(pair[0]));
    } finally {
      close(pair[0], pair[1], duplicate);
    }
  }

  @Test
  void replacing_gives_a_number_another_file_and_the_wanted_flag() throws IOException {
    int[] pair = libc.socketPair();
    int target = libc.duplicate(pair[0], 0);
    try {
      libc.replace(pair[1], target, false);
      assertThat(proc.socket(target)).isEqualTo(proc.socket(pair[1]));
      assertThat(libc.closeOnExec(target)).isFalse();
      libc.setCloseOnExec(target);
      assertThat(libc.closeOnExec(target)).isTrue();
      libc.replace(pair[0], target, true);
      assertThat(proc.socket(target)).isEqualTo(proc.socket(pair[0]));
      assertThat(libc.closeOnExec(target)).isTrue();
    } finally {
      close(pair[0], pair[1], target);
    }
  }

  @Test
  void non_blocking_belongs_to_the_open_file() throws IOException {
    int[] pair = libc.socketPair();
    int duplicate = libc.duplicate(pair[0], 0);
    try {
      assertThat(libc.nonBlocking(pair[0])).isFalse();
      libc.setNonBlocking(duplicate);
      assertThat(libc.nonBlocking(pair[0])).isTrue();
      assertThat(libc.nonBlocking(pair[1])).isFalse();
    } finally {
      close(pair[0], pair[1], duplicate);
    }
  }

  @Test
  void a_unix_connection_is_accepted_close_on_exec_and_its_end_is_seen(@TempDir Path directory)
      throws IOException {
    Address address = Address.unix(directory.resolve("s").toString().getBytes(US_ASCII));
    int listener = libc.streamSocket(Socket.AF_UNIX);
    libc.bind(listener, address);
    int client = libc.streamSocket(Socket.AF_UNIX);
    assertThatThrownBy(() -> libc.connect(client, address))
        .isInstanceOf(LinuxException.class)
        .extracting(e -> ((LinuxException) e).errno())
        .isEqualTo(Errno.ECONNREFUSED);
    libc.listen(listener, 1);
    libc.connect(client, address);
    int accepted = libc.accept(listener);
    try {
      assertThat(libc.closeOnExec(accepted)).isTrue();
      assertThat(libc.hungUp(accepted)).isFalse();
      libc.shutdown(client, 1);
      assertThat(libc.hungUp(accepted)).isFalse();
      libc.shutdown(client, Socket.SHUT_RDWR);
      assertThat(libc.hungUp(accepted)).isTrue();
    } finally {
      close(listener, client, accepted);
    }
  }

  @Test
  void the_user_is_the_one_that_files_of_this_process_belong_to(@TempDir Path directory)
      throws IOException {
    assertThat(Files.getAttribute(directory, "unix:uid")).isEqualTo(libc.user());
  }

  @Test
  void what_is_written_to_one_end_of_a_socket_pair_is_read_at_the_other() throws IOException {
    int[] pair = libc.socketPair();
    byte[] buffer = new byte[16];
    libc.write(pair[0], "größer, not sent".getBytes(UTF_8), 8);
    assertThat(libc.unread(pair[1])).isEqualTo(8);
    assertThat(libc.read(pair[1], buffer)).isEqualTo(8);
    assertThat(new String(buffer, 0, 8, UTF_8)).isEqualTo("größer");
    assertThat(libc.unread(pair[1])).isZero();
    assertThat(libc.closeOnExec(pair[0]) && libc.closeOnExec(pair[1])).isTrue();

    libc.close(pair[0]);

    assertThat(libc.read(pair[1], buffer)).isZero();
    assertRefused(32, () -> libc.write(pair[1], buffer, 1));
    libc.close(pair[1]);
  }

  @Test
  void a_write_that_is_larger_than_the_pipe_is_written_whole() throws Exception {
    int[] pipe = libc.pipe();
    byte[] all = new byte[1 << 20];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i * 31);
    }
    Thread writer =
        new Thread(
            () -> {
              try {
                libc.write(pipe[1], all, all.length);
                libc.close(pipe[1]);
              } catch (LinuxException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();

    assertThat(Pipes.readAll(libc, pipe[0])).isEqualTo(all);
    writer.join();
    libc.close(pipe[0]);
  }

  @Test
  void options_and_addresses_of_a_socket_are_known() throws IOException {
    int fd = libc.streamSocket(Socket.AF_INET);
    try {
      assertThat(libc.closeOnExec(fd)).isTrue();
      assertThat(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_TYPE)).isEqualTo(Socket.SOCK_STREAM);
      assertThat(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_DOMAIN)).isEqualTo(Socket.AF_INET);
      assertThat(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_PROTOCOL))
          .isEqualTo(Socket.IPPROTO_TCP);
      assertThat(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_ACCEPTCONN)).isZero();
      assertThat(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_COOKIE, 8)).hasSize(8);
      libc.bind(fd, loopback());
      libc.listen(fd, 1);
      assertThat(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_ACCEPTCONN)).isEqualTo(1);
      assertThat(libc.localAddress(fd).port()).isPositive();
      assertRefused(107, () -> libc.peerAddress(fd));
    } finally {
      libc.close(fd);
    }
  }

  @Test
  void only_packets_with_the_time_to_live_that_is_required_reach_a_listener() throws IOException {
    int fd = libc.streamSocket(Socket.AF_INET);
    try (java.net.Socket client = new java.net.Socket()) {
      libc.requireTtl(fd, 255);
      libc.bind(fd, loopback());
      libc.listen(fd, 1);
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), libc.localAddress(fd).port());

      assertThatThrownBy(() -> client.connect(address, 300))
          .isInstanceOf(SocketTimeoutException.class);
    } finally {
      libc.close(fd);
    }
  }

  @Test
  void an_error_names_the_call_and_the_descriptor_and_the_number() {
    assertThatThrownBy(() -> libc.close(REFUSED_FD))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADF))
        .hasMessage("close fd 1000000: Bad file descriptor (errno 9)");
    assertRefused(Errno.EBADF, () -> libc.duplicate(REFUSED_FD, 0));
    assertRefused(Errno.EBADF, () -> libc.replace(REFUSED_FD, 600, true));
    assertRefused(Errno.EBADF, () -> libc.read(REFUSED_FD, new byte[1]));
    assertRefused(Errno.EBADF, () -> libc.localAddress(REFUSED_FD));
    assertRefused(Errno.EBADF, () -> libc.epollDelete(REFUSED_FD, 0));
    assertRefused(Errno.ESRCH, () -> libc.signalThread(Integer.MAX_VALUE, 62));
    assertRefused(Errno.ESRCH, () -> libc.kill(Integer.MAX_VALUE, 0));
  }

  @Test
  void files_are_looked_for_by_their_bytes() throws IOException {
    int fd = libc.openPath("/proc/self".getBytes(US_ASCII));
    assertThat(libc.closeOnExec(fd)).isTrue();
    libc.close(fd);
    assertRefused(NO_SUCH_FILE, () -> libc.openPath(new byte[] {'/', (byte) 0xff}));
    assertThat(libc.executable("/bin/sh".getBytes(US_ASCII))).isTrue();
    assertThat(libc.executable("/etc/passwd".getBytes(US_ASCII))).isFalse();
    assertThat(libc.executable("/none".getBytes(US_ASCII))).isFalse();
  }

  private static Address loopback() {
    return Address.internet(Socket.AF_INET, new byte[] {127, 0, 0, 1}, 0, 0);
  }

  private void close(int... fds) throws LinuxException {
    for (int fd : fds) {
      libc.close(fd);
    }
  }

  private static void assertRefused(
      int errno, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.errno()).isEqualTo(errno));
  }
}
