package io.hotupdate.it;

import static org.awaitility.Awaitility.await;

import io.hotupdate.it.load.Answer;
import io.hotupdate.it.load.Connection;
import io.hotupdate.it.load.Failure;
import io.hotupdate.it.load.Response;
import io.hotupdate.it.load.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A service: generation 1 and all that come after it. They share the two files that standard output
 * and standard error of generation 1 go to, and a mark in the environment by which every process of
 * the service is found.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern SERVING =
      Pattern.compile("^serving .*\\bpid=(\\d+)", Pattern.MULTILINE);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int CONNECTIONS = 5;

  private final long pid;
  private final String mark;
  private final Path stdout;
  private final Path stderr;
  private final List<Target> targets;
  private final Thread atExit = new Thread(this::endAll, "end servers");

  ServerProcess(long pid, String mark, Path stdout, Path stderr, List<Target> targets) {
    this.pid = pid;
    this.mark = mark;
    this.stdout = stdout;
    this.stderr = stderr;
    this.targets = targets;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The process id of generation 1. */
  public long pid() {
    return pid;
  }

  /** Where its listeners are reached, in the order of the command line. */
  public List<Target> targets() {
    return targets;
  }

  /** Where its first listener is reached. */
  public Target target() {
    return targets.get(0);
  }

  /**
   * Waits until generation 1 answers on all listeners, at most 60 seconds. Until then it may refuse
   * connections.
   *
   * @return its process id
   */
  public long awaitStart() {
    return awaitAnswers("the server to start", "1", true);
  }

  /**
   * Waits until new connections to all listeners are answered by this version only, at most 60
   * seconds. A connection that is lost meanwhile ends the wait with an error.
   *
   * @return the process id of the one that answers
   */
  public long awaitServing(String version) {
    return awaitAnswers("version " + version + " to answer", version, false);
  }

  /**
   * Waits like {@link #awaitServing} where losses are to be expected, as after the death of a
   * process that had taken over.
   *
   * @return the process id of the one that answers
   */
  public long awaitRecovery(String version) {
    return awaitAnswers("version " + version + " to answer again", version, true);
  }

  private long awaitAnswers(String what, String version, boolean lossesAllowed) {
    try {
      return await(what)
          .atMost(LONGEST_WAIT)
          .pollInterval(POLL)
          .failFast("no process of the service is left", () -> running().isEmpty())
          .until(
              () -> onlyAnswer(lossesAllowed),
              answer -> answer.filter(a -> a.version().equals(version)).isPresent())
          .orElseThrow()
          .pid();
    } catch (RuntimeException e) {
      throw new AssertionError(
          e.getMessage() + "\nstdout:\n" + stdout() + "\nstderr:\n" + stderr(), e);
    }
  }

  /** The one that answers several new connections to each listener; empty if they are several. */
  private Optional<Answer> onlyAnswer(boolean lossesAllowed) {
    Set<Answer> answers = new HashSet<>();
    try {
      for (Target target : targets) {
        for (int i = 0; i < CONNECTIONS; i++) {
          answers.add(ask(target));
        }
      }
    } catch (Failure e) {
      if (lossesAllowed) {
        return Optional.empty();
      }
      throw new IllegalStateException(e.outcome() + ": " + e.getMessage(), e);
    }
    return answers.size() == 1 ? Optional.of(answers.iterator().next()) : Optional.empty();
  }

  /** Asks once, on a new connection. */
  public static Answer ask(Target target) throws Failure {
    try (Connection connection = Connection.open(target)) {
      connection.get("/", "Connection: close");
      Response response = connection.receive();
      response.expectAnswer();
      return response.answer();
    }
  }

  /** The answer, a text, to one request on a new connection. */
  static String get(Target target, String pathAndQuery) throws Failure {
    try (Connection connection = Connection.open(target)) {
      connection.get(pathAndQuery, "Connection: close");
      return connection.receive().body().text();
    }
  }

  /** Asks a process of the service for an update. */
  public void hup(long pid) {
    signal(Signal.HUP, pid);
  }

  /** Sends a signal to a process of the service that must be alive. */
  public void signal(Signal signal, long pid) {
    if (!signal.send(pid)) {
      throw new AssertionError("no process pid=" + pid + "\nstderr:\n" + stderr());
    }
  }

  /** Waits until the process has ended. */
  public void awaitExit(long pid, Duration atMost) {
    await("the end of pid=" + pid).atMost(atMost).pollInterval(POLL).until(() -> !alive(pid));
  }

  /** Whether the process lives; a zombie does not. */
  public static boolean alive(long pid) {
    return Processes.alive(pid);
  }

  /** The process ids of all generations that ever said they were serving, in that order. */
  public List<Long> generations() {
    return SERVING
        .matcher(stdout())
        .results()
        .map((MatchResult line) -> Long.valueOf(line.group(1)))
        .toList();
  }

  /** Every process of the service that lives now, whether it serves or not. */
  public Set<Long> running() {
    return Processes.withEnvironment(mark);
  }

  /** What all generations wrote to standard output until now. */
  public String stdout() {
    return text(stdout);
  }

  /** What all generations and their agents wrote to standard error until now. */
  public String stderr() {
    return text(stderr);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kills every process of the service, stopped ones too, and waits until none is left.
   *
   * @return those that were alive
   */
  public Set<Long> end() {
    Set<Long> ended = endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return ended; // This JVM is on its way out, and the hook does the same.
    }
    return ended;
  }

  /** Once is not enough: a process may start its successor just before its own end. */
  private Set<Long> endAll() {
    Set<Long> ended = new HashSet<>();
    await("the end of " + mark)
        .atMost(LONGEST_WAIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(
            () -> {
              Set<Long> alive = running();
              alive.forEach(Signal.KILL::send);
              ended.addAll(alive);
              return alive.isEmpty();
            });
    return ended;
  }

  @Override
  public void close() {
    end();
  }
}
