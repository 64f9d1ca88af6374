package io.hotupdate.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A generation as it describes itself.
 *
 * @param pid its process
 * @param generation its number
 * @param state one word: starting, serving, updating, ramping, draining, exiting, or what a newer
 *     agent may say
 * @param since when it came into this state
 * @param agent the version of its agent
 * @param predecessor the process of its predecessor, while that lives
 * @param successor the process of its successor, while that lives
 * @param probation how long the service can still be taken back
 * @param live how many connections there are
 * @param busy how many of them are busy
 * @param listeners the addresses of its listeners
 * @param connections the connections, the busy ones first, and first those that have been still for
 *     longest
 */
record ServerStatus(
    long pid,
    long generation,
    String state,
    Instant since,
    String agent,
    OptionalLong predecessor,
    OptionalLong successor,
    Optional<Duration> probation,
    long live,
    long busy,
    List<String> listeners,
    List<ClientConnection> connections) {
  private static final Comparator<ClientConnection> ORDER =
      Comparator.comparing(ClientConnection::busy)
          .thenComparing(ClientConnection::still)
          .reversed();

  /** Reads an answer, of which the line {@code generation} is required. */
  static Optional<ServerStatus> of(long pid, List<Line> answer) {
    List<String> listeners = new ArrayList<>();
    List<ClientConnection> connections = new ArrayList<>();
    for (Line line : answer) {
      switch (line.word()) {
        case "listener" -> listeners.add(line.words("address"));
        case "connection" -> connections.add(ClientConnection.of(line));
        case "frame" -> {
          if (!connections.isEmpty()) {
            int last = connections.size() - 1;
            connections.set(last, connections.get(last).plus(line.words("at")));
          }
        }
        default -> {}
      }
    }
    connections.sort(ORDER);
    return answer.stream()
        .filter(line -> line.is("generation"))
        .findFirst()
        .map(line -> of(pid, line, List.copyOf(listeners), List.copyOf(connections)));
  }

  private static ServerStatus of(
      long pid, Line line, List<String> listeners, List<ClientConnection> connections) {
    return new ServerStatus(
        pid,
        line.number("number").orElse(0),
        line.words("state"),
        Instant.ofEpochMilli(line.number("since").orElse(0)),
        line.words("agent"),
        line.number("predecessor"),
        line.number("successor"),
        line.number("probation").isPresent()
            ? Optional.of(Duration.ofMillis(line.number("probation").getAsLong()))
            : Optional.empty(),
        line.number("live").orElse(connections.size()),
        line.number("busy").orElse(connections.stream().filter(ClientConnection::busy).count()),
        listeners,
        connections);
  }

  /** The connections with nothing under way. */
  long quiet() {
    return Math.max(0, live - busy);
  }

  /** Whether it is on its way out, because a newer one serves. */
  boolean isLeaving() {
    return state.equals("draining") || state.equals("exiting");
  }

  /** Whether it accepts connections for good. */
  boolean serves() {
    return state.equals("serving") || state.equals("updating") || state.equals("ramping");
  }
}
