package io.hotupdate.settings;

import io.hotupdate.log.Log;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of one JVM.
 *
 * @param readyTimeout how long a successor may take until it is ready
 * @param probation how long after commit the predecessor can take the service back
 * @param drainTimeout the hard limit of a drain
 * @param idleTimeout how long a connection may be quiet during a drain
 * @param exitTimeout how long shutdown hooks may take
 * @param signal the name of the signal that asks for an update, without SIG
 * @param log how much is said
 */
public record Settings(
    Duration readyTimeout,
    Duration probation,
    Duration drainTimeout,
    Duration idleTimeout,
    Duration exitTimeout,
    String signal,
    Log.Level log) {
  /** What the names of all variables begin with. */
  public static final String PREFIX = "HOTUPDATE_";

  /** The variable by which a predecessor tells its successor what it inherits; not a setting. */
  public static final String INHERIT = PREFIX + "INHERIT";

  /**
   * Reads the settings.
   *
   * @param arguments what follows {@code =} behind the agent's jar, {@code name=value,name=value};
   *     may be empty
   * @param environment the variables of this process
   * @throws SettingsException if a name is unknown or a value not allowed
   */
  public static Settings read(String arguments, Map<String, String> environment)
      throws SettingsException {
    Map<Setting, Given> given = new EnumMap<>(Setting.class);
    for (String argument : arguments.split(",", -1)) {
      if (!argument.isBlank()) {
        String[] pair = argument.split("=", 2);
        Setting setting = byArgument(pair[0].trim());
        given.put(setting, new Given(setting.argument(), pair.length > 1 ? pair[1].trim() : ""));
      }
    }
    for (var variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && !name.equals(INHERIT) && !isOfKubernetes(name)) {
        given.put(byVariable(name), new Given(name, variable.getValue().trim()));
      }
    }
    return new Settings(
        duration(Setting.READY_TIMEOUT, given),
        duration(Setting.PROBATION, given),
        duration(Setting.DRAIN_TIMEOUT, given),
        duration(Setting.IDLE_TIMEOUT, given),
        duration(Setting.EXIT_TIMEOUT, given),
        word(Setting.SIGNAL, given, List.of("HUP", "USR1")),
        Log.Level.valueOf(
            word(
                Setting.LOG,
                given,
                Arrays.stream(Log.Level.values()).map(Log.Level::name).toList())));
  }

  /** Kubernetes gives such variables to every container beside a service called "hotupdate". */
  private static boolean isOfKubernetes(String name) {
    return name.startsWith(PREFIX + "SERVICE_") || name.matches(PREFIX + "PORT(_.*)?");
  }

  /** A value and the name under which the operator gave it. */
  private record Given(String name, String value) {}

  private static Setting byArgument(String name) throws SettingsException {
    for (Setting setting : Setting.values()) {
      if (setting.argument().equals(name)) {
        return setting;
      }
    }
    throw new SettingsException(
        "agent argument '"
            + name
            + "' is unknown; known are "
            + Arrays.stream(Setting.values())
                .map(Setting::argument)
                .collect(Collectors.joining(", ")));
  }

  private static Setting byVariable(String name) throws SettingsException {
    for (Setting setting : Setting.values()) {
      if (setting.variable().equals(name)) {
        return setting;
      }
    }
    throw new SettingsException(
        "environment variable "
            + name
            + " is unknown; known are "
            + Arrays.stream(Setting.values())
                .map(Setting::variable)
                .collect(Collectors.joining(", ")));
  }

  private static Duration duration(Setting setting, Map<Setting, Given> given)
      throws SettingsException {
    Given value = given.getOrDefault(setting, new Given("", setting.fallback()));
    return Durations.parse(value.value())
        .filter(time -> setting.kind() == Setting.Kind.DURATION || !time.isZero())
        .orElseThrow(() -> notAllowed(setting, value));
  }

  private static String word(Setting setting, Map<Setting, Given> given, List<String> allowed)
      throws SettingsException {
    Given value = given.getOrDefault(setting, new Given("", setting.fallback()));
    String word = value.value().toUpperCase(Locale.ROOT);
    if (!allowed.contains(word)) {
      throw notAllowed(setting, value);
    }
    return word;
  }

  private static SettingsException notAllowed(Setting setting, Given given) {
    return new SettingsException(
        given.name() + " is '" + given.value() + "'; allowed is " + setting.kind().allowed());
  }
}
