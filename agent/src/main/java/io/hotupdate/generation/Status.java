package io.hotupdate.generation;

import io.hotupdate.connection.Connection;
import io.hotupdate.listener.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A generation at one moment.
 *
 * @param generation its number, 1 for the first
 * @param pid its process
 * @param state in one word: starting, serving, updating, ramping, draining or exiting
 * @param since when it came into this state
 * @param predecessor the process of its predecessor, while that lives
 * @param successor the process of its successor, while that lives
 * @param probation how long its predecessor, or else this generation itself, can still take the
 *     service back; empty if nobody can
 * @param listeners its listeners
 * @param connections the connections of clients
 */
public record Status(
    int generation,
    long pid,
    String state,
    Instant since,
    Optional<Long> predecessor,
    Optional<Long> successor,
    Optional<Duration> probation,
    List<Listener> listeners,
    List<Connection> connections) {}
