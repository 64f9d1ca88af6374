package io.hotupdate.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values that the operator gave, read as what they must be.
 *
 * @param given the settings that are given; the others have their defaults
 */
record Values(Map<Setting, Given> given) {
  /** A value and the name under which the operator gave it. */
  record Given(String name, String value) {}

  /** Reads a value; {@code parse} gives nothing for one that is not allowed. */
  <T> T read(Setting setting, Function<String, Optional<T>> parse) throws SettingsException {
    Given value = given.getOrDefault(setting, new Given("", setting.fallback()));
    Optional<T> read = parse.apply(value.value());
    if (read.isEmpty()) {
      throw new SettingsException(
          value.name() + " is '" + value.value() + "'; allowed is " + setting.kind().allowed());
    }
    return read.get();
  }

  /** The same for what can be turned off. */
  <T> Optional<T> optional(Setting setting, Function<String, Optional<T>> parse)
      throws SettingsException {
    return read(
        setting,
        text ->
            text.equalsIgnoreCase(Settings.OFF)
                ? Optional.of(Optional.empty())
                : parse.apply(text).map(Optional::of));
  }

  Duration duration(Setting setting) throws SettingsException {
    return read(
        setting,
        text ->
            Durations.parse(text)
                .filter(time -> setting.kind() == Setting.Kind.DURATION || !time.isZero()));
  }

  String word(Setting setting, List<String> allowed) throws SettingsException {
    return read(
        setting, text -> Optional.of(text.toUpperCase(Locale.ROOT)).filter(allowed::contains));
  }

  <E extends Enum<E>> E word(Setting setting, Class<E> type) throws SettingsException {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    return Enum.valueOf(type, word(setting, names));
  }
}
