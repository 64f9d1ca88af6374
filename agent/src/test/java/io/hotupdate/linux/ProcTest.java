package io.hotupdate.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a directory that looks like /proc/self. */
class ProcTest {
  @TempDir Path self;

  private Proc proc;

  @BeforeEach
  void make_directories() throws IOException {
    proc = new Proc(self);
    Files.createDirectories(self.resolve("fd"));
    Files.createDirectories(self.resolve("fdinfo"));
    Files.createDirectories(self.resolve("task"));
  }

  @Test
  void sockets_are_told_from_other_files() throws IOException {
    descriptor(0, "/dev/null");
    descriptor(10, "socket:[70123]");
    descriptor(9, "socket:[99]");
    descriptor(3, "pipe:[5]");
    descriptor(4, "anon_inode:[eventpoll]");

    assertThat(proc.sockets()).containsExactly(entry(9, 99L), entry(10, 70123L));
    assertThat(proc.socket(10)).hasValue(70123L);
    assertThat(proc.socket(3)).isEmpty();
    assertThat(proc.socket(11)).isEmpty();
  }

  @Test
  void the_lists_of_all_epoll_instances_are_read() throws IOException {
    descriptor(4, "anon_inode:[eventpoll]");
    descriptor(5, "anon_inode:[eventpoll]");
    descriptor(6, "anon_inode:[eventfd]");
    write("fdinfo/4", "pos:\t0\nflags:\t02\ntfd: 9 events: 19 data: 9 pos:0 ino:63 sdev:8\n");
    write("fdinfo/5", "tfd: 9 events: 1 data: a pos:0 ino:63 sdev:8\ntfd: 7 events: 0 data: 7\n");
    write("fdinfo/6", "eventfd-count: 0\n");

    assertThat(proc.epollEntries())
        .containsExactly(
            new EpollEntry(4, 9, 0x19, 9, 99),
            new EpollEntry(5, 9, 1, 10, 99),
            new EpollEntry(5, 7, 0, 7, 0));
  }

  @Test
  void an_epoll_instance_that_is_closed_meanwhile_has_no_entries() throws IOException {
    descriptor(4, "anon_inode:[eventpoll]");

    assertThat(proc.epollEntries()).isEmpty();
  }

  @Test
  void an_io_uring_that_accepts_is_told_from_one_that_does_not() throws IOException {
    descriptor(4, "anon_inode:[io_uring]");
    descriptor(5, "anon_inode:[eventfd]");
    descriptor(7, "anon_inode:[io_uring]");
    write("fdinfo/4", "PollList:\n  op=22, task_works=0\n  op=130, task_works=0\n");
    write("fdinfo/5", "  op=13, task_works=0\n");
    assertThat(proc.acceptsByRing()).isFalse();

    write("fdinfo/7", "SqMask:\t0x7f\nPollList:\n  op=13, task_works=0\nCqOverflowList:\n");
    assertThat(proc.acceptsByRing()).isTrue();
  }

  @Test
  void threads_that_wait_are_found_and_those_that_end_meanwhile_do_no_harm() throws IOException {
    write("task/100/syscall", "43 0x9 0x1 0x2 0x3 0x4 0x5 0x6 0x7\n");
    write("task/101/syscall", "running\n");
    Files.createDirectories(self.resolve("task/102"));

    assertThat(proc.waitingThreads()).containsExactly(new WaitingThread(100, 43, 9, 1));
  }

  @Test
  void the_descriptors_of_a_poll_are_read_from_memory() throws IOException {
    ByteBuffer memory = ByteBuffer.allocate(40).order(ByteOrder.nativeOrder());
    memory.putInt(16, 9).putInt(24, 12).putInt(32, 77);
    Files.write(self.resolve("mem"), memory.array());

    assertThat(proc.polled(new WaitingThread(1, 7, 16, 2))).containsExactlyInAnyOrder(9, 12);
    assertThat(proc.polled(new WaitingThread(1, 7, 32, 5))).containsExactly(77);
    assertThat(proc.polled(new WaitingThread(1, 7, 4096, 5))).isEmpty();
    assertThat(proc.polled(new WaitingThread(1, 7, 16, 0))).isEmpty();
  }

  @Test
  void signals_are_looked_up_in_the_masks() throws IOException {
    write("status", "Name:\tjava\nSigIgn:\t0000000000000001\nSigCgt:\t2000000181005ccf\n");

    assertThat(proc.ignores(1)).isTrue();
    assertThat(proc.ignores(2)).isFalse();
    assertThat(proc.catches(62)).isTrue();
    assertThat(proc.catches(63)).isFalse();
    assertThat(proc.catches(1)).isTrue();
    assertThat(proc.catches(5)).isFalse();
  }

  @Test
  void a_status_without_the_mask_is_an_error() throws IOException {
    write("status", "Name:\tjava\n");

    assertThatThrownBy(() -> proc.catches(62))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SigCgt:");
  }

  @Test
  void arguments_and_environment_are_read_byte_for_byte() throws IOException {
    write("cmdline", "java\0\0-Dname=gr\u00f6\u00ff\0");
    write("environ", "");

    assertThat(proc.arguments())
        .containsExactly(
            "java".getBytes(ISO_8859_1), new byte[0], "-Dname=gr\u00f6\u00ff".getBytes(ISO_8859_1));
    assertThat(proc.environment()).isEmpty();
  }

  @Test
  void the_real_one_can_be_read() throws IOException {
    Proc real = new Proc(Path.of("/proc/self"));
    int[] pair = RealLibc.get().socketPair();
    try {
      assertThat(real.sockets()).containsKeys(pair[0], pair[1]);
      assertThat(real.socket(pair[0])).hasValue(real.sockets().get(pair[0]));
      assertThat(real.waitingThreads()).isNotEmpty();
      assertThat(real.arguments()).isNotEmpty();
      // The JVM has a handler for SIGSEGV.
      assertThat(real.catches(11)).isTrue();
    } finally {
      RealLibc.get().close(pair[0]);
      RealLibc.get().close(pair[1]);
    }
  }

  private void descriptor(int fd, String target) throws IOException {
    Files.createSymbolicLink(self.resolve("fd").resolve("" + fd), Path.of(target));
  }

  private void write(String name, String text) throws IOException {
    Path file = self.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, ISO_8859_1);
  }
}
