package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who puts the agent into JAVA_TOOL_OPTIONS gets it in servers, not in the tools of the JDK. */
class JdkToolsIT {
  private static final String NOTICE = "Picked up JAVA_TOOL_OPTIONS";

  static Stream<Jdk> jdks() {
    return Matrix.jdks();
  }

  static Stream<Arguments> tools() {
    return Matrix.jdks()
        .flatMap(
            jdk ->
                Stream.of("keytool -help", "keytool -nonsense", "jcmd -h", "javac -version", "jar")
                    .map(tool -> Arguments.of(jdk, tool)));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("tools")
  void a_tool_does_with_the_agent_in_its_environment_what_it_does_without(Jdk jdk, String tool)
      throws IOException {
    Command with = run(jdk, tool, "-javaagent:" + Built.agent());
    Command without = run(jdk, tool, "-Dno=agent");

    assertThat(with.status()).isEqualTo(without.status());
    assertThat(with.stdout()).isEqualTo(without.stdout());
    assertThat(withoutNotice(with)).isEqualTo(withoutNotice(without));
    assertThat(with.toString()).contains(NOTICE).doesNotContain("[hotupdate]");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void jcmd_lists_the_JVMs_and_the_agent_says_nothing(Jdk jdk) throws IOException {
    Command list = run(jdk, "jcmd -l", "-javaagent:" + Built.agent());
    assertThat(list.status()).as(list.toString()).isZero();
    assertThat(list.stdout()).contains("jdk.jcmd/sun.tools.jcmd.JCmd -l");
    assertThat(withoutNotice(list)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_server_started_from_its_source_is_updated(Jdk jdk) throws IOException {
    Deployment deployment = TinyApp.deploy(jdk, "FromSource");
    Path source = deployment.directory().resolve("Server.java");
    Files.copy(TinyApp.source("FromSource"), source);
    try (ServerProcess service =
        Launch.of(jdk, deployment).source(source).listen("127.0.0.1:" + Ports.free()).start()) {
      service.awaitStart();
      long second = LightLoad.update(service, deployment, service.pid(), "2");
      LightLoad.update(service, deployment, second, "3");
    }
  }

  private static Command run(Jdk jdk, String tool, String options) throws IOException {
    Files.createDirectories(Built.deployments());
    Path directory = Files.createTempDirectory(Built.deployments(), "tool-");
    List<String> command = new ArrayList<>(List.of(tool.split(" ", -1)));
    command.set(0, jdk.home().resolve("bin").resolve(command.get(0)).toString());
    return Command.run(directory, Map.of("JAVA_TOOL_OPTIONS", options), command);
  }

  private static List<String> withoutNotice(Command command) {
    return command.errorLines().stream().filter(line -> !line.startsWith(NOTICE)).toList();
  }
}
