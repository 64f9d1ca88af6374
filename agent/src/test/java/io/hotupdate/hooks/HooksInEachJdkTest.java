package io.hotupdate.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.Certificate;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the tests of what is read and written with hooks, in a JVM of each JDK that has them. They
 * cannot be taken out of a JVM again, so it is never the one that runs all tests.
 */
class HooksInEachJdkTest {
  private static final Path DEBIAN = Path.of("/usr/lib/jvm");
  private static final int LONGEST_SECONDS = 120;

  private static final List<Class<?>> TESTS =
      List.of(
          SocketTraffic.class,
          ChannelTraffic.class,
          AsynchronousTraffic.class,
          FileTraffic.class,
          EngineTraffic.class,
          EncryptedSocketTraffic.class,
          NettyTraffic.class,
          NettyServerTraffic.class,
          BrokenTraffic.class,
          GlanceAtMemory.class);

  @TempDir Path directory;

  static Stream<Path> jdks() throws IOException {
    TreeSet<Path> homes = new TreeSet<>();
    homes.add(Path.of(System.getProperty("java.home")).toRealPath());
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> children = Files.list(DEBIAN)) {
        for (Path child : children.toList()) {
          if (Files.isExecutable(child.resolve("bin/java"))) {
            homes.add(child.toRealPath());
          }
        }
      }
    }
    return homes.stream().filter(HooksInEachJdkTest::isSupported);
  }

  private static boolean isSupported(Path home) {
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.substring(line.indexOf('"') + 1).split("\\D", 2)[0])
          .anyMatch(feature -> Integer.parseInt(feature) >= 17);
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void every_transport_sends_what_the_listener_gives_and_reports_what_it_must(Path jdk)
      throws Exception {
    Path output = directory.resolve("output");
    Process jvm =
        new ProcessBuilder(command(jdk))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(jvm.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(jvm.exitValue()).as(said).isZero();
      assertThat(said).contains(" tests succeeded");
    } finally {
      jvm.destroyForcibly();
    }
  }

  private List<String> command(Path jdk) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.resolve("bin/java").toString());
    // Starts sooner; nothing here depends on how well it runs.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx256m");
    command.add("-javaagent:" + agent());
    command.add("-Dio.netty.tryReflectionSetAccessible=true");
    command.add("-D" + Engines.CERTIFICATE + "=" + Certificate.make(directory, "localhost"));
    // The tests of the glance reach it by reflection.
    command.add("--add-opens=java.base/java.net=ALL-UNNAMED");
    command.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-cp");
    // The boot classes are found there as they are in the agent's jar.
    command.add(System.getProperty("java.class.path") + File.pathSeparator + bootClasses());
    command.add(HookedJvm.class.getName());
    TESTS.forEach(test -> command.add(test.getName()));
    return command;
  }

  private static Path bootClasses() {
    return Path.of("target", "boot-classes").toAbsolutePath();
  }

  private Path agent() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", HookingAgent.class.getName());
    attributes.putValue("Can-Redefine-Classes", "true");
    attributes.putValue("Can-Retransform-Classes", "true");
    Path jar = directory.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream empty = new JarOutputStream(file, manifest)) {
      empty.finish();
    }
    return jar;
  }
}
