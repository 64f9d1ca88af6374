package io.hotupdate.settings;

import java.util.Locale;

/**
 * All settings. Each is the environment variable {@code HOTUPDATE_NAME} and the agent argument of
 * the same name in camel case; the variable wins.
 */
public enum Setting {
  /** See {@link Settings#readyTimeout()}. */
  READY_TIMEOUT(
      Kind.POSITIVE_DURATION,
      "2m",
      "How long a successor may take until it accepts on every listener it must take over. After"
          + " that it is ended, and the running version goes on."),
  /** See {@link Settings#probation()}. */
  PROBATION(
      Kind.DURATION,
      "10s",
      "How long after the commit the predecessor stays at least, and takes the service back if the"
          + " successor dies."),
  /** See {@link Settings#drainTimeout()}. */
  DRAIN_TIMEOUT(
      Kind.DURATION,
      "10m",
      "How long the predecessor may take to serve its live connections to their end. After that it"
          + " exits, whatever is still open."),
  /** See {@link Settings#idleTimeout()}. */
  IDLE_TIMEOUT(
      Kind.DURATION,
      "30s",
      "During a drain, how long a connection may be quiet before the server is made to see its end,"
          + " so that it closes it by its own rules."),
  /** See {@link Settings#exitTimeout()}. */
  EXIT_TIMEOUT(
      Kind.DURATION,
      "30s",
      "How long the application's shutdown hooks may take once the drain is over, and how long a"
          + " failed successor may take to end. After that the process is ended hard."),
  /** See {@link Settings#signal()}. */
  SIGNAL(
      Kind.SIGNAL,
      "HUP",
      "The signal that asks for an update, without SIG. Another than HUP is of use where the"
          + " application wants SIGHUP for itself."),
  /** See {@link Settings#log()}. */
  LOG(Kind.LEVEL, "info", "How much the agent says on stderr.");

  private final Kind kind;
  private final String fallback;
  private final String description;

  Setting(Kind kind, String fallback, String description) {
    this.kind = kind;
    this.fallback = fallback;
    this.description = description;
  }

  /** What values a setting takes. */
  public enum Kind {
    /** See {@link Durations}. */
    DURATION(Durations.ALLOWED),
    /** The same without 0. */
    POSITIVE_DURATION(Durations.ALLOWED_POSITIVE),
    /** A signal that the JVM lets a program handle. */
    SIGNAL("HUP or USR1"),
    /** See {@link io.hotupdate.log.Log.Level}. */
    LEVEL("error, warn, info or debug");

    private final String allowed;

    Kind(String allowed) {
      this.allowed = allowed;
    }

    /** The allowed values in words. */
    public String allowed() {
      return allowed;
    }
  }

  /** The name of the environment variable. */
  public String variable() {
    return Settings.PREFIX + name();
  }

  /** The name of the agent argument. */
  public String argument() {
    StringBuilder camelCase = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      camelCase
          .append(camelCase.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
          .append(word, 1, word.length());
    }
    return camelCase.toString();
  }

  /** What values it takes. */
  public Kind kind() {
    return kind;
  }

  /** The value where none is set. */
  public String fallback() {
    return fallback;
  }

  /** What it is for, one or two sentences. */
  public String description() {
    return description;
  }
}
