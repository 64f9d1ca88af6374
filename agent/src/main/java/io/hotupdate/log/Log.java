package io.hotupdate.log;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleServiceProvider;

/**
 * Writes to stderr through slf4j-simple, which belongs to the agent alone.
 *
 * <p>slf4j's own search for a provider is left out, because it obeys system properties of the
 * application. For the same reason the build gives our copy of slf4j-simple a property prefix of
 * its own, {@code hotupdate.simpleLogger}.
 */
public final class Log {
  private static final String LEVEL = "hotupdate.simpleLogger.defaultLogLevel";

  private static volatile Logger logger;

  private Log() {}

  /** How much is said. */
  public enum Level {
    /** Only what went wrong and ended something. */
    ERROR,
    /** What went wrong or needs attention. */
    WARN,
    /** A handful of lines for each update. */
    INFO,
    /** Each step. */
    DEBUG
  }

  /** Opens the log; the first call decides. */
  public static synchronized void open(Level level) {
    if (logger != null) {
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    System.setProperty(LEVEL, level.name().toLowerCase(Locale.ROOT));
    // slf4j-simple looks for its properties file there.
    thread.setContextClassLoader(Log.class.getClassLoader());
    try {
      SimpleServiceProvider provider = new SimpleServiceProvider();
      provider.initialize();
      logger = provider.getLoggerFactory().getLogger("hotupdate");
    } finally {
      thread.setContextClassLoader(before);
      System.clearProperty(LEVEL);
    }
  }

  /** Something ended that should not have. */
  public static void error(String message, Throwable cause) {
    logger.error(message + ": " + cause);
    // Line by line, so that each begins as a line of this log does.
    for (StackTraceElement element : cause.getStackTrace()) {
      logger.debug("  at " + element);
    }
  }

  /** Something ended that should not have. */
  public static void error(String message) {
    logger.error(message);
  }

  /** Something needs attention. */
  public static void warn(String message) {
    logger.warn(message);
  }

  /** A line for the operator. */
  public static void info(String message) {
    logger.info(message);
  }

  /** A line for who looks into the agent. */
  public static void debug(String message) {
    logger.debug(message);
  }
}
