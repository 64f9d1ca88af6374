package io.hotupdate.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real children of this process. */
@EnabledOnOs(OS.LINUX)
class SpawnTest {
  private static final int NO_SUCH_FILE = 2;
  // Above the numbers that the descriptors get in the child.
  private static final int LOWEST = 50;

  private final Libc libc = RealLibc.get();

  @Test
  void a_child_has_the_descriptors_it_was_given_and_no_others() throws IOException {
    int[] pair = libc.socketPair();
    int leak = libc.duplicate(pair[0], 5);
    // As the JDK's sockets are: not closed by exec.
    libc.replace(pair[0], leak, false);
    try {
      assertThat(
              lines(
                  shell("cd /proc/self/fd; for f in *; do if [ -e $f ]; then echo $f; fi; done"),
                  List.of(pair[0], pair[1])))
          .containsExactly("0", "1", "2", "3", "4");
    } finally {
      libc.close(leak);
      libc.close(pair[0]);
      libc.close(pair[1]);
    }
  }

  @Test
  void the_inherited_descriptors_come_in_the_given_order() throws IOException {
    int[] one = libc.pipe();
    int[] other = libc.pipe();
    try {
      lines(shell("echo one >&3; echo other >&4"), List.of(other[1], one[1]));
      libc.close(one[1]);
      libc.close(other[1]);
      assertThat(Pipes.readAll(libc, other[0])).asString(US_ASCII).isEqualTo("one\n");
      assertThat(Pipes.readAll(libc, one[0])).asString(US_ASCII).isEqualTo("other\n");
    } finally {
      libc.close(one[0]);
      libc.close(other[0]);
    }
  }

  @Test
  void arguments_are_passed_byte_for_byte() throws IOException {
    byte[] strange = {'g', 'r', (byte) 0xc3, (byte) 0xb6, ' ', (byte) 0xff, '\n'};

    assertThat(
            output(
                "/bin/cat",
                List.of(strange, bytes("/proc/self/cmdline"), bytes("/dev/null")),
                List.of(),
                Optional.empty()))
        .isEqualTo(zeroTerminated(strange, bytes("/proc/self/cmdline"), bytes("/dev/null")));
  }

  @Test
  void the_environment_is_passed_byte_for_byte_and_nothing_is_added() throws IOException {
    List<byte[]> environment =
        List.of("NAME=größe".getBytes(UTF_8), new byte[] {'X', '=', (byte) 0xff}, bytes("EMPTY="));

    assertThat(
            output(
                "/bin/cat",
                List.of(bytes("cat"), bytes("/proc/self/environ")),
                environment,
                Optional.empty()))
        .isEqualTo(zeroTerminated(environment.toArray(byte[][]::new)));
  }

  @Test
  void a_child_starts_in_the_wanted_directory() throws IOException {
    assertThat(
            output(
                "/bin/sh", shell("pwd -P"), List.of(bytes("A=1")), Optional.of(bytes("/proc/sys"))))
        .asString(US_ASCII)
        .isEqualTo("/proc/sys\n");
  }

  @Test
  void no_signal_is_blocked_or_ignored_in_a_child() throws IOException {
    assertThat(lines(shell("exec grep -E 'SigBlk|SigIgn' /proc/self/status"), List.of()))
        .containsExactly("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000");
  }

  @Test
  void the_end_of_a_child_is_told_with_its_status_once() throws IOException {
    int pid = start("/bin/sh", shell("exit 7"), List.of(), Optional.empty(), 1, List.of());
    assertThat(libc.await(pid)).isEqualTo(OptionalInt.of(7 << 8));
    assertThat(libc.await(pid)).isEmpty();

    int killed = start("/bin/sh", shell("kill -9 $$"), List.of(), Optional.empty(), 1, List.of());
    assertThat(libc.await(killed)).isEqualTo(OptionalInt.of(9));
  }

  @Test
  void a_program_or_directory_that_does_not_exist_is_told_with_its_error_number() {
    assertNoSuchFile("/no/such/program", Optional.empty());
    assertNoSuchFile("/bin/sh", Optional.of(bytes("/no/such/directory")));
  }

  private void assertNoSuchFile(String program, Optional<byte[]> directory) {
    assertThatThrownBy(() -> start(program, shell("exit"), List.of(), directory, 1, List.of()))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(NO_SUCH_FILE))
        .hasMessage("posix_spawn: No such file or directory (errno 2)");
  }

  private static List<byte[]> shell(String script) {
    return List.of(bytes("sh"), bytes("-c"), bytes(script));
  }

  private List<String> lines(List<byte[]> shell, List<Integer> inherited) throws IOException {
    return new String(
            output(
                "/bin/sh",
                shell,
                List.of(bytes("PATH=/usr/bin:/bin")),
                Optional.empty(),
                inherited),
            US_ASCII)
        .lines()
        .toList();
  }

  private byte[] output(
      String program, List<byte[]> arguments, List<byte[]> environment, Optional<byte[]> directory)
      throws IOException {
    return output(program, arguments, environment, directory, List.of());
  }

  private byte[] output(
      String program,
      List<byte[]> arguments,
      List<byte[]> environment,
      Optional<byte[]> directory,
      List<Integer> inherited)
      throws IOException {
    int[] pipe = libc.pipe();
    int pid = start(program, arguments, environment, directory, pipe[1], inherited);
    libc.close(pipe[1]);
    byte[] output = Pipes.readAll(libc, pipe[0]);
    libc.close(pipe[0]);
    assertThat(libc.await(pid)).as("status").isEqualTo(OptionalInt.of(0));
    return output;
  }

  private int start(
      String program,
      List<byte[]> arguments,
      List<byte[]> environment,
      Optional<byte[]> directory,
      int output,
      List<Integer> inherited)
      throws IOException {
    List<Integer> duplicates = new ArrayList<>();
    try {
      for (int fd : inherited) {
        duplicates.add(libc.duplicate(fd, LOWEST));
      }
      duplicates.add(libc.duplicate(output, LOWEST));
      return libc.spawn(
          new SpawnRequest(
              bytes(program),
              arguments,
              environment,
              directory,
              duplicates.get(inherited.size()),
              2,
              duplicates.subList(0, inherited.size())));
    } finally {
      for (int fd : duplicates) {
        libc.close(fd);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] zeroTerminated(byte[]... strings) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] string : strings) {
      all.writeBytes(string);
      all.write(0);
    }
    return all.toByteArray();
  }
}
