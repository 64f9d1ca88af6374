package io.hotupdate.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A connection of a client to a server.
 *
 * @param peer the client
 * @param local the listener's side
 * @param busy whether a request is under way
 * @param still for how long neither side has sent anything
 * @param age since it was accepted, if the agent saw that
 * @param received in bytes, if known
 * @param sent in bytes, if known
 * @param stream whether it has been given to another protocol, such as WebSocket
 * @param told whether the client has been told to go elsewhere
 * @param thread the name of the thread that works on it, if that can be told
 * @param stack what that thread does, innermost first; empty if not asked for or not known
 */
record ClientConnection(
    String peer,
    String local,
    boolean busy,
    Duration still,
    Optional<Duration> age,
    OptionalLong received,
    OptionalLong sent,
    boolean stream,
    boolean told,
    Optional<String> thread,
    List<String> stack) {

  static ClientConnection of(Line line) {
    return new ClientConnection(
        line.words("peer"),
        line.words("local"),
        line.words("activity").equals("busy"),
        Duration.ofMillis(line.number("quiet").orElse(0)),
        line.number("age").isPresent()
            ? Optional.of(Duration.ofMillis(line.number("age").getAsLong()))
            : Optional.empty(),
        line.number("received"),
        line.number("sent"),
        line.text("stream").isPresent(),
        line.text("told").isPresent(),
        line.text("thread"),
        List.of());
  }

  /** Whether it is busy, and what else there is to say of it, in words. */
  String activity() {
    return (stream ? "stream " : "") + (told ? "told " : "") + (busy ? "busy" : "quiet");
  }

  ClientConnection plus(String frame) {
    List<String> longer = new ArrayList<>(stack);
    longer.add(frame);
    return new ClientConnection(
        peer, local, busy, still, age, received, sent, stream, told, thread, List.copyOf(longer));
  }
}
