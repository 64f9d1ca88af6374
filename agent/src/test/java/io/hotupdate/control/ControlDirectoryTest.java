package io.hotupdate.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LibcProxy;
import io.hotupdate.linux.RealLibc;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ControlDirectoryTest {
  private static final long NO_PROCESS = 99_999_999;

  private final Libc libc = RealLibc.get();
  @TempDir Path temporary;
  private Path wanted;

  @BeforeEach
  void choose() {
    wanted = temporary.resolve("hotupdate");
  }

  @Test
  void the_runtime_directory_is_taken_if_there_is_one() {
    Optional<String> runtime = Optional.of(temporary.toString());
    assertThat(ControlDirectory.choose("auto", runtime, "/tmp", 7)).isEqualTo(wanted);
  }

  @Test
  void otherwise_it_is_in_the_directory_for_temporary_files_with_the_user_in_its_name() {
    Path expected = Path.of("/tmp/hotupdate-7");
    assertThat(ControlDirectory.choose("auto", Optional.empty(), "/tmp", 7)).isEqualTo(expected);
    for (String useless : new String[] {"", "relative", temporary.resolve("gone").toString()}) {
      assertThat(ControlDirectory.choose("auto", Optional.of(useless), "/tmp", 7))
          .isEqualTo(expected);
    }
  }

  @Test
  void a_directory_that_is_set_is_taken() {
    Optional<String> runtime = Optional.of(temporary.toString());
    assertThat(ControlDirectory.choose("/run/mine", runtime, "/tmp", 7))
        .isEqualTo(Path.of("/run/mine"));
  }

  @Test
  void it_is_made_so_that_nobody_else_can_enter_it_and_so_are_those_above_it() throws IOException {
    Path deep = wanted.resolve("a/b");
    ControlDirectory.prepare(libc, deep);
    for (Path made : new Path[] {wanted, wanted.resolve("a"), deep}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
    ControlDirectory.prepare(libc, deep);
  }

  @Test
  void one_that_others_can_enter_is_refused() throws IOException {
    for (String mode : new String[] {"rwxr-xr-x", "rwx--x---", "rwx-----x", "rwx---r--"}) {
      Files.createDirectories(wanted);
      Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString(mode));
      expectRefused(wanted, "can be entered or read by others");
    }
  }

  @Test
  void one_of_somebody_else_is_refused() throws IOException {
    ControlDirectory.prepare(libc, wanted);
    int owner = libc.user();
    Libc other =
        LibcProxy.before(
            (name, arguments) -> name.equals("user") ? given -> owner + 1 : null, libc);
    assertThatThrownBy(() -> ControlDirectory.prepare(other, wanted))
        .hasMessageContaining("belongs to user " + owner + " and not to " + (owner + 1))
        .hasMessageContaining("HOTUPDATE_CONTROL");
  }

  @Test
  void a_symlink_is_refused_wherever_it_leads() throws IOException {
    Path real = temporary.resolve("real");
    ControlDirectory.prepare(libc, real);
    Files.createSymbolicLink(wanted, real);
    expectRefused(wanted, "is not a directory");
    Files.delete(wanted);
    Files.createSymbolicLink(wanted, temporary.resolve("nowhere"));
    expectRefused(wanted, "is not a directory");
    expectRefused(wanted.resolve("below"), "is not a directory");
  }

  @Test
  void a_file_is_refused() throws IOException {
    Files.createFile(wanted);
    expectRefused(wanted, "is not a directory");
  }

  @Test
  void one_that_cannot_be_made_is_said() throws IOException {
    Files.createFile(wanted);
    assertThatThrownBy(() -> ControlDirectory.prepare(libc, wanted.resolve("below")))
        .hasMessageContaining("cannot be created")
        .hasMessageContaining("HOTUPDATE_CONTROL");
  }

  @Test
  void sockets_of_dead_processes_are_removed_and_nothing_else() throws IOException {
    ControlDirectory directory = ControlDirectory.prepare(libc, wanted);
    Path dead = leaveSocket(directory.socketOf(NO_PROCESS));
    // A process that has bound its socket, and does not listen yet.
    Path living = leaveSocket(directory.socketOf(ProcessHandle.current().pid()));
    Path notMine = leaveSocket(wanted.resolve("x" + NO_PROCESS + ".sock"));
    Path file = Files.createFile(directory.socketOf(NO_PROCESS + 1));
    Path answering = directory.socketOf(NO_PROCESS + 2);
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      // A process of another container that shares the directory.
      other.bind(UnixDomainSocketAddress.of(answering));

      directory.removeStale();

      assertThat(dead).doesNotExist();
      assertThat(living).exists();
      assertThat(notMine).exists();
      assertThat(file).exists();
      assertThat(answering).exists();
    }
    ControlDirectory.prepare(libc, wanted);
    assertThat(answering).doesNotExist();
  }

  static Path leaveSocket(Path path) throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
    }
    return path;
  }

  private void expectRefused(Path directory, String reason) {
    assertThatThrownBy(() -> ControlDirectory.prepare(libc, directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(wanted.toString())
        .hasMessageContaining(reason)
        .hasMessageContaining("HOTUPDATE_CONTROL");
  }
}
