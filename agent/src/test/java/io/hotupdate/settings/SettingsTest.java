package io.hotupdate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hotupdate.log.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Map<Setting, String> VALUES =
      Map.ofEntries(
          Map.entry(Setting.READY_TIMEOUT, "1s"),
          Map.entry(Setting.PROBATION, "2s"),
          Map.entry(Setting.RAMP, "6s"),
          Map.entry(Setting.PROBE, "https://:8443/health?deep=1"),
          Map.entry(Setting.WARMUP, "20 http://app:8080/ /a?b=c"),
          Map.entry(Setting.MEMORY, "Require"),
          Map.entry(Setting.DRAIN_TIMEOUT, "3s"),
          Map.entry(Setting.IDLE_TIMEOUT, "4s"),
          Map.entry(Setting.STREAM_TIMEOUT, "7s"),
          Map.entry(Setting.CLOSE_SPREAD, "8s"),
          Map.entry(Setting.EXIT_TIMEOUT, "5s"),
          Map.entry(Setting.SIGNAL, "usr1"),
          Map.entry(Setting.CONTROL, "/run/app"),
          Map.entry(Setting.PIDFILE, "/tmp/app.pid"),
          Map.entry(Setting.LOG, "Warn"));

  private static final Settings EXPECTED =
      new Settings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Optional.of(new HttpTarget(true, "localhost", 8443, "/health?deep=1")),
          Optional.of(
              new WarmUpPlan(
                  20,
                  List.of(
                      new HttpTarget(false, "app", 8080, "/"),
                      new HttpTarget(false, "app", 8080, "/a?b=c")))),
          MemoryCheck.REQUIRE,
          Duration.ofSeconds(3),
          Duration.ofSeconds(4),
          Duration.ofSeconds(7),
          Duration.ofSeconds(8),
          Duration.ofSeconds(5),
          "USR1",
          "/run/app",
          Optional.of(Path.of("/tmp/app.pid")),
          Log.Level.WARN);

  @Test
  void without_any_setting_the_defaults_hold() throws SettingsException {
    assertThat(Settings.read("", Map.of("PATH", "/bin", "HOTUPDATE", "x")))
        .isEqualTo(
            new Settings(
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                MemoryCheck.WARN,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                "HUP",
                "auto",
                Optional.empty(),
                Log.Level.INFO));
  }

  @Test
  void each_setting_can_be_given_as_an_argument() throws SettingsException {
    String arguments =
        VALUES.entrySet().stream()
            .map(value -> value.getKey().argument() + "=" + value.getValue())
            .collect(Collectors.joining(","));

    assertThat(Settings.read(arguments, Map.of())).isEqualTo(EXPECTED);
  }

  @Test
  void each_setting_can_be_given_as_a_variable() throws SettingsException {
    Map<String, String> variables =
        VALUES.entrySet().stream()
            .collect(Collectors.toMap(value -> value.getKey().variable(), Map.Entry::getValue));

    assertThat(Settings.read("", variables)).isEqualTo(EXPECTED);
  }

  @Test
  void the_variable_wins_over_the_argument() throws SettingsException {
    Settings settings =
        Settings.read("drainTimeout=5m,probation=1s", Map.of("HOTUPDATE_DRAIN_TIMEOUT", "7m"));

    assertThat(settings.drainTimeout()).isEqualTo(Duration.ofMinutes(7));
    assertThat(settings.probation()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void blanks_and_empty_arguments_do_no_harm() throws SettingsException {
    assertThat(Settings.read(" , probation = 1s ,,", Map.of("HOTUPDATE_LOG", " error ")))
        .isEqualTo(Settings.read("probation=1s,log=error", Map.of()));
  }

  @Test
  void the_variable_of_the_inheritance_is_no_setting() throws SettingsException {
    assertThat(Settings.read("", Map.of("HOTUPDATE_INHERIT", "1:2:3:r")))
        .isEqualTo(Settings.read("", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain=1s", "drain_timeout=1s", "DRAINTIMEOUT=1s", "=1s", "x"})
  void an_unknown_argument_is_named_and_the_known_ones_are_listed(String argument) {
    assertThatThrownBy(() -> Settings.read(argument, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "agent argument '%s' is unknown; known are readyTimeout, probation, ramp, probe,"
                + " warmup, memory, drainTimeout, idleTimeout, streamTimeout, closeSpread,"
                + " exitTimeout, signal, control, pidfile, log",
            argument.replaceAll("=.*", ""));
  }

  @Test
  void an_unknown_variable_is_named_and_the_known_ones_are_listed() {
    assertThatThrownBy(() -> Settings.read("", Map.of("HOTUPDATE_DRAIN", "1s")))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "environment variable HOTUPDATE_DRAIN is unknown; known are HOTUPDATE_READY_TIMEOUT,"
                + " HOTUPDATE_PROBATION, HOTUPDATE_RAMP, HOTUPDATE_PROBE, HOTUPDATE_WARMUP,"
                + " HOTUPDATE_MEMORY, HOTUPDATE_DRAIN_TIMEOUT, HOTUPDATE_IDLE_TIMEOUT,"
                + " HOTUPDATE_STREAM_TIMEOUT, HOTUPDATE_CLOSE_SPREAD,"
                + " HOTUPDATE_EXIT_TIMEOUT, HOTUPDATE_SIGNAL, HOTUPDATE_CONTROL,"
                + " HOTUPDATE_PIDFILE, HOTUPDATE_LOG");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void a_wrong_value_names_setting_and_value_and_what_is_allowed(Setting setting) {
    assertThatThrownBy(() -> Settings.read(setting.argument() + "=wrong", Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage("%s is 'wrong'; allowed is %s", setting.argument(), setting.kind().allowed());
    assertThatThrownBy(() -> Settings.read("", Map.of(setting.variable(), "")))
        .isInstanceOf(SettingsException.class)
        .hasMessage("%s is ''; allowed is %s", setting.variable(), setting.kind().allowed());
  }

  @ParameterizedTest
  @CsvSource({
    "signal=KILL",
    "signal=SIGHUP",
    "signal=1",
    "log=trace",
    "log=off",
    "probation",
    "control=run",
    "control=on",
    "pidfile=app.pid",
    "pidfile=/no/such/directory/app.pid",
    "pidfile=/tmp",
    "memory=on",
    "streamTimeout=off",
    "streamTimeout=169h",
    "closeSpread=30",
    "closeSpread=-1s"
  })
  void a_value_that_is_nearly_right_is_refused(String argument) {
    assertThatThrownBy(() -> Settings.read(argument, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("; allowed is ");
  }

  @Test
  void a_ready_timeout_of_0_could_never_be_met_and_is_refused() {
    assertThatThrownBy(() -> Settings.read("readyTimeout=0s", Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll("readyTimeout", "'0s'", "from 1ms");
  }

  @Test
  void the_variables_that_Kubernetes_makes_for_a_service_of_this_name_are_none_of_ours()
      throws SettingsException {
    Settings settings =
        Settings.read(
            "",
            Map.of(
                "HOTUPDATE_SERVICE_HOST", "10.0.0.1",
                "HOTUPDATE_SERVICE_PORT_HTTP", "80",
                "HOTUPDATE_PORT", "tcp://10.0.0.1:80",
                "HOTUPDATE_PORT_80_TCP", "tcp://10.0.0.1:80"));

    assertThat(settings).isEqualTo(Settings.read("", Map.of()));
  }
}
