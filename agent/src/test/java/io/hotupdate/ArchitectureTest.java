package io.hotupdate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the packages point one way. */
class ArchitectureTest {
  private static final String ROOT = "io.hotupdate.";
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.hotupdate");

  @ParameterizedTest
  @CsvSource({
    "agent, '', ''",
    "log, '', org.slf4j..",
    "settings, log, ''",
    "linux, '', com.kenai.jffi..",
    "hooks, '', net.bytebuddy..",
    "connection, linux, ''",
    "listener, linux, ''",
    "probe, log settings, javax.net.ssl..",
    "http1, '', ''",
    "http2, log, ''",
    "generation, linux connection listener probe log settings, ''",
    "farewell, log connection hooks http1 http2 linux, javax.net.ssl..",
    "jmx, connection listener log settings generation, javax.management..",
    "jfr, generation, jdk.jfr..",
    "control, linux connection listener log settings generation hooks farewell http2 jmx jfr, sun.misc..",
    "cli, settings, picocli.. com.google.gson.stream.."
  })
  void a_package_knows_only_what_it_may_know(String name, String others, String libraries) {
    classes()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.of(
                    Stream.of("java..", ROOT + name + ".."),
                    words(others).map(other -> ROOT + other + ".."),
                    words(libraries))
                .flatMap(packages -> packages)
                .toArray(String[]::new))
        .check(AGENT);
  }

  private static Stream<String> words(String list) {
    return Arrays.stream(list.split(" ", -1)).filter(word -> !word.isEmpty());
  }

  @Test
  void every_package_has_its_rule() {
    classes()
        .should()
        .resideInAnyPackage(
            Stream.of(
                    "agent",
                    "log",
                    "settings",
                    "linux",
                    "hooks",
                    "farewell",
                    "connection",
                    "listener",
                    "probe",
                    "http1",
                    "http2",
                    "generation",
                    "jmx",
                    "jfr",
                    "control",
                    "cli")
                .map(name -> ROOT + name)
                .toArray(String[]::new))
        .check(AGENT);
  }

  @Test
  void nothing_logs_through_the_jdk_whose_log_manager_is_the_applications() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(AGENT);
  }

  @Test
  void nothing_uses_management_but_the_bean_whose_classes_are_loaded_when_somebody_else_does() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "jmx")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.management..", "javax.management..")
        .check(AGENT);
  }

  @Test
  void only_the_command_line_writes_to_standard_output() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli")
        .should()
        .accessField(System.class, "out")
        .check(AGENT);
  }

  @Test
  void only_the_start_writes_to_standard_error_past_the_log() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "agent", ROOT + "control")
        .should()
        .accessField(System.class, "err")
        .check(AGENT);
  }

  @Test
  void only_the_lowest_layer_knows_jffi() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "linux.NativeFunction")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + "linux.NativeLibrary")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.kenai.jffi..")
        .check(AGENT);
  }

  @Test
  void only_the_hooks_know_the_class_in_the_jdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "hooks")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.HotUpdateHooks")
        .check(AGENT);
  }
}
