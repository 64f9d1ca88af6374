package io.hotupdate.testapps.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters behind the question mark of a request target. */
public final class Query {

  private final Map<String, String> parameters;

  private Query(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** Reads {@code name=value&name=value}; of a repeated name the last value counts. */
  public static Query parse(String raw) {
    return new Query(
        Arrays.stream(raw.split("&", -1))
            .filter(parameter -> !parameter.isEmpty())
            .map(parameter -> parameter.split("=", 2))
            .collect(
                Collectors.toMap(
                    pair -> decode(pair[0]),
                    pair -> pair.length == 2 ? decode(pair[1]) : "",
                    (first, last) -> last)));
  }

  /** The value of a parameter, if it is there. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * A count, 0 when the parameter is missing.
   *
   * @throws IllegalArgumentException when it is not a whole number of 0 or more
   */
  public long count(String name) {
    long count = Long.parseLong(parameters.getOrDefault(name, "0"));
    if (count < 0) {
      throw new IllegalArgumentException(name + " is negative");
    }
    return count;
  }

  /**
   * A time given in seconds, with decimals if wanted; zero when the parameter is missing.
   *
   * @throws IllegalArgumentException when it is not a number of 0 or more
   */
  public Duration seconds(String name) {
    double seconds = Double.parseDouble(parameters.getOrDefault(name, "0"));
    if (!(seconds >= 0)) {
      throw new IllegalArgumentException(name + " is not a number of seconds");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
