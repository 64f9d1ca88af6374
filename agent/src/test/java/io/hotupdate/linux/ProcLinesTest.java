package io.hotupdate.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as a kernel has written them. */
class ProcLinesTest {
  @Test
  void an_entry_of_an_epoll_instance_is_read() {
    assertThat(
            EpollEntry.parse(
                4, "tfd:        9 events:       19 data:     7f0a00000009  pos:0 ino:a3fd7 sdev:8"))
        .hasValue(new EpollEntry(4, 9, 0x19, 0x7f0a00000009L, 0xa3fd7));
  }

  @Test
  void an_entry_with_all_bits_set_is_read() {
    assertThat(EpollEntry.parse(4, "tfd:       12 events: c0000000 data: ffffffffffffffff "))
        .hasValue(new EpollEntry(4, 12, 0xc0000000, -1, 0));
  }

  @Test
  void an_entry_of_a_kernel_before_4_13_has_no_inode() {
    assertThat(EpollEntry.parse(4, "tfd:        9 events:       19 data:                9"))
        .hasValue(new EpollEntry(4, 9, 0x19, 9, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pos:\t0", "flags:\t02000002", "mnt_id:\t16", "ino:\t1061"})
  void other_lines_are_no_entries(String line) {
    assertThat(EpollEntry.parse(4, line)).isEmpty();
  }

  @Test
  void an_entry_knows_whether_input_is_waited_for() {
    assertThat(new EpollEntry(4, 9, 0x19, 9, 0).waitsForInput()).isTrue();
    assertThat(new EpollEntry(4, 9, 0x40000001, 9, 0).waitsForInput()).isTrue();
    // EPOLLONESHOT that has fired.
    assertThat(new EpollEntry(4, 9, 0x40000000, 9, 0).waitsForInput()).isFalse();
  }

  @Test
  void a_thread_in_accept_is_recognised() {
    WaitingThread thread =
        WaitingThread.parse(
                4711,
                accept() + " 0xffffffff00000009 0x7f1c 0x7f1d 0x80000 0x0 0x0 0x7ffd 0x7f0a\n")
            .orElseThrow();

    assertThat(thread.id()).isEqualTo(4711);
    assertThat(thread.accepts(9)).isTrue();
    assertThat(thread.accepts(10)).isFalse();
    assertThat(thread.polls()).isFalse();
  }

  @Test
  void a_thread_in_poll_is_recognised() {
    WaitingThread thread =
        WaitingThread.parse(
                4711, poll() + " 0xffffffffff600000 0x1 0xffffffff 0x0 0x0 0x0 0x7ffd 0x7f0a")
            .orElseThrow();

    assertThat(thread.polls()).isTrue();
    assertThat(thread.accepts(9)).isFalse();
    assertThat(thread.first()).isEqualTo(0xffffffffff600000L);
    assertThat(thread.second()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "-1 0x7ffd 0x7f0a", ""})
  void a_thread_that_waits_in_no_call_is_none(String line) {
    assertThat(WaitingThread.parse(4711, line)).isEmpty();
  }

  @Test
  void a_call_that_was_restarted_when_the_process_was_stopped_is_a_poll_of_one_or_another_call() {
    int restart = Architecture.current() == Architecture.X86_64 ? 219 : 128;
    WaitingThread poll =
        WaitingThread.parse(4711, restart + " 0x7f1c 0x1 0xffffffff 0x0 0x0 0x0 0x7ffd 0x7f0a")
            .orElseThrow();
    WaitingThread futex =
        WaitingThread.parse(4711, restart + " 0x7f1c 0x189 0x0 0x7f1d 0x0 0xffffffff 0x7ffd 0x7f0a")
            .orElseThrow();

    assertThat(poll.polls()).isTrue();
    assertThat(poll.accepts(0x7f1c)).isFalse();
    assertThat(futex.polls()).isFalse();
  }

  private static int accept() {
    return Architecture.current() == Architecture.X86_64 ? 43 : 202;
  }

  private static int poll() {
    return Architecture.current() == Architecture.X86_64 ? 7 : 73;
  }
}
