package io.hotupdate.settings;

import io.hotupdate.log.Log;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of one JVM.
 *
 * @param readyTimeout how long a successor may take until it is ready
 * @param probation how long after commit the predecessor can take the service back
 * @param ramp how long after commit both generations accept
 * @param probe what the successor must answer before it is ready
 * @param warmUp the requests that the successor is to have answered before it is ready
 * @param memory what is done about too little memory for a successor
 * @param drainTimeout the hard limit of a drain
 * @param idleTimeout how long a connection may be quiet during a drain
 * @param streamTimeout how long during a drain a connection that has been given to another protocol
 *     is left alone; if it ends later than the drain, it is cut short by that
 * @param closeSpread over how long the closing of connections is spread
 * @param exitTimeout how long shutdown hooks may take
 * @param signal the name of the signal that asks for an update, without SIG
 * @param control {@value #AUTO}, {@value #OFF} or the absolute path of the directory of the control
 *     sockets
 * @param pidFile the file that holds the process number of the generation that serves
 * @param log how much is said
 */
public record Settings(
    Duration readyTimeout,
    Duration probation,
    Duration ramp,
    Optional<HttpTarget> probe,
    Optional<WarmUpPlan> warmUp,
    MemoryCheck memory,
    Duration drainTimeout,
    Duration idleTimeout,
    Duration streamTimeout,
    Duration closeSpread,
    Duration exitTimeout,
    String signal,
    String control,
    Optional<Path> pidFile,
    Log.Level log) {
  /** What the names of all variables begin with. */
  public static final String PREFIX = "HOTUPDATE_";

  /** The value that turns a thing off. */
  public static final String OFF = "off";

  /** The value that leaves the choice to the agent. */
  public static final String AUTO = "auto";

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
    Map<Setting, Values.Given> given = new EnumMap<>(Setting.class);
    for (String argument : arguments.split(",", -1)) {
      if (!argument.isBlank()) {
        String[] pair = argument.split("=", 2);
        Setting setting = byArgument(pair[0].trim());
        given.put(
            setting, new Values.Given(setting.argument(), pair.length > 1 ? pair[1].trim() : ""));
      }
    }
    for (var variable : environment.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && !name.equals(INHERIT) && !isOfKubernetes(name)) {
        given.put(byVariable(name), new Values.Given(name, variable.getValue().trim()));
      }
    }
    Values values = new Values(given);
    return new Settings(
        values.duration(Setting.READY_TIMEOUT),
        values.duration(Setting.PROBATION),
        values.duration(Setting.RAMP),
        values.optional(Setting.PROBE, HttpTarget::parse),
        values.optional(Setting.WARMUP, WarmUpPlan::parse),
        values.word(Setting.MEMORY, MemoryCheck.class),
        values.duration(Setting.DRAIN_TIMEOUT),
        values.duration(Setting.IDLE_TIMEOUT),
        values.duration(Setting.STREAM_TIMEOUT),
        values.duration(Setting.CLOSE_SPREAD),
        values.duration(Setting.EXIT_TIMEOUT),
        values.word(Setting.SIGNAL, List.of("HUP", "USR1")),
        values.read(Setting.CONTROL, Settings::control),
        values.optional(Setting.PIDFILE, Settings::file),
        values.word(Setting.LOG, Log.Level.class));
  }

  private static Optional<String> control(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return word.equals(AUTO) || word.equals(OFF)
        ? Optional.of(word)
        : absolute(text).map(Path::toString);
  }

  private static Optional<Path> file(String text) {
    return absolute(text)
        .filter(path -> path.getParent() != null && Files.isDirectory(path.getParent()))
        .filter(path -> !Files.isDirectory(path));
  }

  private static Optional<Path> absolute(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Kubernetes gives such variables to every container beside a service called "hotupdate". */
  private static boolean isOfKubernetes(String name) {
    return name.startsWith(PREFIX + "SERVICE_") || name.matches(PREFIX + "PORT(_.*)?");
  }

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
}
