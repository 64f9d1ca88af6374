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
  /** See {@link Settings#ramp()}. */
  RAMP(
      Kind.DURATION,
      "0s",
      "How long after the commit both generations accept, so that the new one gets its share of the"
          + " connections and not all of them at once."),
  /** See {@link Settings#probe()}. */
  PROBE(
      Kind.PROBE,
      "off",
      "What the successor must answer with a status from 200 to 399 before it is given any client."
          + " The certificate is not checked. Without a host, localhost is asked for."),
  /** See {@link Settings#warmUp()}. */
  WARMUP(
      Kind.WARMUP,
      "off",
      "Requests that are played against the successor before it is given any client, so that the"
          + " JVM has compiled what they use."),
  /** See {@link Settings#memory()}. */
  MEMORY(
      Kind.MEMORY,
      "warn",
      "What is done if there seems to be too little memory for a second JVM: say it, refuse the"
          + " update, or nothing."),
  /** See {@link Settings#drainTimeout()}. */
  DRAIN_TIMEOUT(
      Kind.DURATION,
      "10m",
      "How long the predecessor may take to serve its live connections to their end. After that it"
          + " exits, whatever is still open; only a request that has just come in and output that"
          + " is being sent get some seconds more."),
  /** See {@link Settings#idleTimeout()}. */
  IDLE_TIMEOUT(
      Kind.DURATION,
      "30s",
      "During a drain, how long a connection may be quiet before the server is made to see its end,"
          + " so that it closes it by its own rules."),
  /** See {@link Settings#streamTimeout()}. */
  STREAM_TIMEOUT(
      Kind.DURATION,
      "5m",
      "During a drain, how long a connection that has been given to another protocol, such as"
          + " WebSocket or CONNECT, is left alone. Then all such are closed; earlier, if the drain"
          + " ends earlier."),
  /** See {@link Settings#closeSpread()}. */
  CLOSE_SPREAD(
      Kind.DURATION,
      "30s",
      "Over how long the closing of connections is spread, so that not all clients come back in the"
          + " same second. 0s closes all at once."),
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
  /** See {@link Settings#control()}. */
  CONTROL(
      Kind.CONTROL,
      "auto",
      "The directory of the sockets by which the command line talks to the servers; only its owner"
          + " may enter it. auto is hotupdate in XDG_RUNTIME_DIR, or else hotupdate-UID in the"
          + " directory for temporary files."),
  /** See {@link Settings#pidFile()}. */
  PIDFILE(
      Kind.FILE,
      "off",
      "A file that always holds the process number of the generation that serves."),
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
    /** See {@link HttpTarget}. */
    PROBE("off, " + HttpTarget.ALLOWED),
    /** See {@link WarmUpPlan}. */
    WARMUP(WarmUpPlan.ALLOWED),
    /** See {@link MemoryCheck}. */
    MEMORY("warn, require or off"),
    /** See {@link Settings#control()}. */
    CONTROL("auto, off or the absolute path of a directory"),
    /** A file in a directory that exists. */
    FILE("off, or the absolute path of a file in a directory that exists"),
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
