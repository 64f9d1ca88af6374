package io.hotupdate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar as it is shipped. */
class ShippedJarIT {
  private static final int CLASS_FILE = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  // project.build.outputTimestamp of the parent.
  private static final LocalDateTime TIMESTAMP = LocalDateTime.of(2026, 1, 1, 0, 0);

  private static final Map<String, byte[]> FILES = new TreeMap<>();
  private static final Map<String, LocalDateTime> TIMES = new TreeMap<>();
  private static Attributes manifest;

  @BeforeAll
  static void read() throws IOException {
    try (ZipFile jar = new ZipFile(Built.agent().toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        TIMES.put(entry.getName(), entry.getTimeLocal());
        if (!entry.isDirectory()) {
          try (InputStream content = jar.getInputStream(entry)) {
            FILES.put(entry.getName(), content.readAllBytes());
          }
        }
      }
    }
    try (JarFile jar = new JarFile(Built.agent().toFile())) {
      manifest = new Manifest(jar.getManifest()).getMainAttributes();
    }
  }

  @Test
  void the_application_can_see_the_entry_point_and_nothing_else() {
    assertThat(FILES.keySet())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.matches("io/hotupdate/agent/[^/]+\\.class"));
    assertThat(FILES.keySet())
        .filteredOn(name -> !name.startsWith("inst/"))
        .allMatch(name -> name.startsWith("META-INF/") || name.startsWith("io/hotupdate/agent/"));
  }

  @Test
  void what_is_isolated_is_classes_native_code_and_the_configuration_of_the_log() {
    assertThat(FILES.keySet())
        .filteredOn(name -> name.startsWith("inst/") && !name.endsWith(".classdata"))
        .filteredOn(name -> !name.startsWith("inst/META-INF/"))
        .containsExactlyInAnyOrder(
            "inst/jni/aarch64-Linux/libjffi-1.2.so",
            "inst/jni/x86_64-Linux/libjffi-1.2.so",
            "inst/simplelogger.properties");
  }

  @Test
  void nothing_is_offered_to_service_loaders_or_module_systems_or_build_tools() {
    assertThat(FILES.keySet())
        .noneMatch(name -> name.contains("META-INF/services"))
        .noneMatch(name -> name.contains("META-INF/maven"))
        .noneMatch(name -> name.contains("META-INF/versions"))
        .noneMatch(name -> name.contains("module-info"));
  }

  @Test
  void the_manifest_says_what_the_jvm_asks_of_an_agent_and_of_a_program() {
    assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.hotupdate.agent.HotUpdateAgent");
    assertThat(manifest.getValue("Main-Class")).isEqualTo("io.hotupdate.agent.HotUpdateTool");
    assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
    // It would cost the application its class data archive.
    assertThat(manifest.getValue("Boot-Class-Path")).isNull();
  }

  @Test
  void the_licences_are_in_the_jar() {
    for (String licence :
        List.of(
            "META-INF/LICENSE",
            "inst/META-INF/byte-buddy/LICENSE",
            "inst/META-INF/gson/LICENSE",
            "inst/META-INF/picocli/LICENSE")) {
      assertThat(text(licence)).as(licence).contains("Apache License", "Version 2.0");
    }
  }

  @Test
  void each_class_is_a_class_and_ours_run_on_java_17() {
    FILES.forEach(
        (name, bytes) -> {
          if (name.endsWith(".class") || name.endsWith(".classdata")) {
            ByteBuffer head = ByteBuffer.wrap(bytes);
            assertThat(head.getInt()).as(name).isEqualTo(CLASS_FILE);
            if (name.contains("io/hotupdate/") || name.contains("java/net/")) {
              assertThat(head.getInt()).as(name).isEqualTo(JAVA_17);
            }
          }
        });
    assertThat(FILES).containsKey("inst/java/net/HotUpdateHooks.classdata");
  }

  @Test
  void every_isolated_class_can_be_defined() throws ClassNotFoundException {
    ClassLoader isolated = new Isolated();
    for (String name : FILES.keySet()) {
      if (name.matches("inst/(io/hotupdate|org/slf4j|com/kenai|picocli|com/google)/.*\\.classdata")
          // It extends a class that the agent defines in java.base, where there is an agent.
          && !name.contains("TableOfHooks$Listener")) {
        String className =
            name.substring("inst/".length(), name.length() - ".classdata".length())
                .replace('/', '.');
        assertThat(isolated.loadClass(className).getName()).isEqualTo(className);
      }
    }
  }

  /** Finds classes where the agent's own class loader does. */
  private static final class Isolated extends ClassLoader {
    Isolated() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = FILES.get("inst/" + name.replace('.', '/') + ".classdata");
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @Test
  void the_log_obeys_no_system_property_of_the_application() {
    FILES.forEach(
        (name, bytes) ->
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .as(name)
                .doesNotContain("org.slf4j.simpleLogger"));
    ByteArrayOutputStream simple = new ByteArrayOutputStream();
    FILES.forEach(
        (name, bytes) -> {
          if (name.startsWith("inst/org/slf4j/simple/")) {
            simple.writeBytes(bytes);
          }
        });
    assertThat(simple.toString(StandardCharsets.ISO_8859_1)).contains("hotupdate.simpleLogger.");
    assertThat(text("inst/simplelogger.properties").lines())
        .filteredOn(line -> !line.startsWith("#"))
        .allMatch(line -> line.startsWith("hotupdate.simpleLogger."));
  }

  @Test
  void the_entries_carry_the_same_time_whenever_the_jar_is_built() {
    assertThat(List.copyOf(TIMES.values())).isNotEmpty().containsOnly(TIMESTAMP);
  }

  private static String text(String name) {
    return new String(FILES.get(name), StandardCharsets.UTF_8);
  }
}
