package io.hotupdate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where servers are looked for, and whom the tool believes. */
class ControlDirectoriesTest {
  private static final int ROOT = 0;

  @TempDir Path root;
  private Machine machine;
  private int stranger;

  @BeforeEach
  void begin() throws IOException {
    machine = new Machine(root);
    stranger = machine.user + 1;
  }

  @AfterEach
  void end() throws IOException {
    machine.close();
  }

  private List<Long> found(int uid) throws ToolException {
    return ControlDirectories.of(machine.host(uid), Optional.empty()).all().stream()
        .map(Server::pid)
        .toList();
  }

  @Test
  void every_usual_place_is_searched_because_a_server_may_have_another_environment()
      throws Exception {
    machine.variable("XDG_RUNTIME_DIR", machine.path("session"));
    machine.server(40, machine.path("session/hotupdate"));
    machine.server(30, machine.path("run/user/" + machine.user + "/hotupdate"));
    machine.server(20, machine.path("var/tmp/hotupdate-" + machine.user));
    machine.server(10, machine.path("tmp/hotupdate-" + machine.user));

    assertThat(found(machine.user)).containsExactly(10L, 20L, 30L, 40L);
  }

  @Test
  void the_variable_names_the_only_place_if_it_is_a_path() throws Exception {
    machine.server(10);
    machine.server(20, machine.path("own"));
    machine.variable("HOTUPDATE_CONTROL", machine.path("own"));
    assertThat(found(machine.user)).containsExactly(20L);

    machine.variable("HOTUPDATE_CONTROL", Path.of("auto"));
    assertThat(found(machine.user)).containsExactly(10L);
  }

  @Test
  void a_server_is_found_where_its_own_environment_says() throws Exception {
    machine.server(10, machine.path("own"));
    machine.server(20, machine.path("session/hotupdate"));
    machine.environment(10, "A=b", "HOTUPDATE_CONTROL=" + machine.path("own"), "C=d");
    machine.environment(20, "XDG_RUNTIME_DIR=" + machine.path("session"));

    ControlDirectories directories =
        ControlDirectories.of(machine.host(machine.user), Optional.empty());
    assertThat(directories.find(10).socket()).isEqualTo(machine.path("own/10.sock"));
    assertThat(directories.find(20).socket()).isEqualTo(machine.path("session/hotupdate/20.sock"));
  }

  @Test
  void the_option_is_stronger_than_the_variable() throws Exception {
    machine.server(10, machine.path("one"));
    machine.server(20, machine.path("other"));
    machine.variable("HOTUPDATE_CONTROL", machine.path("one"));

    Host host = machine.host(machine.user);
    assertThat(ControlDirectories.of(host, Optional.of(machine.path("other"))).all())
        .containsExactly(new Server(20, machine.path("other/20.sock")));
  }

  @Test
  void a_server_found_in_two_places_is_one() throws Exception {
    machine.variable("XDG_RUNTIME_DIR", machine.path("run/user/" + machine.user));
    machine.server(10, machine.path("run/user/" + machine.user + "/hotupdate"));
    assertThat(found(machine.user)).containsExactly(10L);
  }

  @Test
  void sockets_of_processes_that_are_gone_and_other_files_are_passed_over() throws Exception {
    machine.server(10);
    Files.createFile(machine.shared().resolve("11.sock"));
    Files.createFile(machine.shared().resolve("x.sock"));
    Files.createFile(machine.shared().resolve("10.lock"));
    assertThat(found(machine.user)).containsExactly(10L);
  }

  @Test
  void a_directory_of_somebody_else_is_never_trusted() throws Exception {
    machine.server(10);
    Files.createSymbolicLink(
        machine.path("tmp").resolve("hotupdate-" + stranger), machine.shared());
    machine.server(20, machine.path("run/user/" + stranger + "/hotupdate"));
    assertThat(found(stranger)).isEmpty();
  }

  @Test
  void a_named_directory_of_somebody_else_is_an_error() throws Exception {
    machine.server(10);
    assertThatThrownBy(
            () -> ControlDirectories.of(machine.host(stranger), Optional.of(machine.shared())))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "the control directory %s belongs to user %d, not to user %d",
            machine.shared(), machine.user, stranger);
  }

  @Test
  void a_directory_that_others_can_write_to_is_an_error() throws Exception {
    machine.server(10);
    Files.setPosixFilePermissions(machine.shared(), PosixFilePermissions.fromString("rwxrwx---"));
    assertThat(found(machine.user)).isEmpty();
    assertThatThrownBy(
            () -> ControlDirectories.of(machine.host(machine.user), Optional.of(machine.shared())))
        .hasMessageContaining("can be written to by others than its owner");
  }

  @Test
  void a_named_directory_that_is_not_there_is_an_error() {
    assertThatThrownBy(
            () ->
                ControlDirectories.of(
                    machine.host(machine.user), Optional.of(machine.path("nowhere"))))
        .hasMessage("the control directory %s does not exist", machine.path("nowhere"));
  }

  @Test
  void root_sees_the_servers_of_all_users() throws Exception {
    machine.server(10, machine.path("run/user/4000/hotupdate"));
    machine.server(20, machine.path("tmp/hotupdate-4001"));
    Files.createFile(machine.path("tmp/hotupdate-1804289383.so"));
    assertThat(found(ROOT)).containsExactly(10L, 20L);
  }

  @Test
  void root_does_not_let_a_user_speak_for_the_process_of_another() throws Exception {
    machine.server(10);
    if (machine.user == ROOT) {
      Files.setAttribute(machine.shared(), "unix:uid", stranger);
    }
    int owner = (Integer) Files.getAttribute(machine.shared(), "unix:uid");
    machine.process(10, owner);
    assertThat(found(ROOT)).containsExactly(10L);
    machine.process(10, owner + 1);
    assertThat(found(ROOT)).isEmpty();
  }

  @Test
  void a_socket_that_is_a_link_is_passed_over() throws Exception {
    machine.server(10);
    machine.process(11, machine.user);
    Files.createSymbolicLink(
        machine.shared().resolve("11.sock"), machine.shared().resolve("10.sock"));
    assertThat(found(machine.user)).containsExactly(10L);
  }

  @Test
  void why_a_process_cannot_be_talked_to_is_said() throws Exception {
    machine.process(10, machine.user);
    machine.process(20, stranger);
    Host host = machine.host(machine.user == ROOT ? stranger : machine.user);
    long own = machine.user == ROOT ? 20 : 10;
    long foreign = machine.user == ROOT ? 10 : 20;
    ControlDirectories directories = ControlDirectories.of(host, Optional.empty());

    assertThatThrownBy(() -> directories.find(30)).hasMessage("there is no process 30");
    assertThatThrownBy(() -> directories.find(foreign))
        .hasMessageMatching(
            "process " + foreign + " belongs to user \\d+; only that user and root may talk to it");
    assertThatThrownBy(() -> directories.find(own))
        .hasMessageStartingWith(
            "process " + own + " has no control socket in " + machine.path("run/user/"))
        .hasMessageContaining("HOTUPDATE_CONTROL is off")
        .hasMessageContaining("--control");
  }

  @Test
  void of_a_server_that_is_to_have_no_socket_that_is_said() throws Exception {
    machine.process(10, machine.user);
    machine.environment(10, "HOTUPDATE_CONTROL=off");
    ControlDirectories directories =
        ControlDirectories.of(machine.host(machine.user), Optional.empty());
    assertThatThrownBy(() -> directories.find(10))
        .hasMessage("process 10 has no control socket: it was started with HOTUPDATE_CONTROL=off");
  }
}
