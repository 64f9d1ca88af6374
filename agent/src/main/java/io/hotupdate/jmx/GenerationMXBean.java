package io.hotupdate.jmx;

import java.io.IOException;
import javax.management.MXBean;

/**
 * A generation as management tools see it, {@code io.hotupdate:type=Generation}. Each event is also
 * a notification of type {@code io.hotupdate.EVENT}, with the event in words as its message.
 *
 * <p>All attributes throw {@link IOException} if the kernel does not tell.
 */
@MXBean
public interface GenerationMXBean {
  /** The number of this generation, 1 for the first. */
  int getGeneration() throws IOException;

  /** The process. */
  long getPid() throws IOException;

  /** In one word: starting, serving, updating, ramping, draining or exiting. */
  String getState() throws IOException;

  /** When it came into this state, ISO 8601 in UTC. */
  String getSince() throws IOException;

  /** The process of its predecessor while that lives, otherwise 0. */
  long getPredecessorPid() throws IOException;

  /** The process of its successor while that lives, otherwise 0. */
  long getSuccessorPid() throws IOException;

  /** How long the update can still be rolled back, in milliseconds; 0 if it cannot. */
  long getProbationLeftMillis() throws IOException;

  /** The addresses of its listeners. */
  String[] getListeners() throws IOException;

  /** How many connections of clients are open. */
  int getLiveConnections() throws IOException;

  /** How many of them have a request under way. */
  int getBusyConnections() throws IOException;

  /** How many of them have nothing under way. */
  int getQuietConnections() throws IOException;

  /**
   * Asks for an update; what comes of it, the notifications tell.
   *
   * @return the answer in words, which begins with {@code begun}, {@code refused}, {@code busy} or
   *     {@code elsewhere}
   * @throws IOException if there is no answer
   */
  String update() throws IOException;

  /**
   * Asks to end the successor that is starting or in its probation, and to serve again.
   *
   * @return the answer in words, as of {@link #update}
   * @throws IOException if there is no answer
   */
  String rollBack() throws IOException;
}
