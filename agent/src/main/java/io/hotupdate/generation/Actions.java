package io.hotupdate.generation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a {@link Generation} has done in the world, so that its decisions can be tested alone. */
interface Actions {
  /** Why no update can be tried at all; empty: none is known. */
  Optional<String> obstacle() throws IOException;

  /**
   * Starts a successor. What becomes of it is told to the generation.
   *
   * @return the number of the process
   */
  int startSuccessor(int generation) throws IOException;

  /**
   * Tells the successor.
   *
   * @return false if there is none or it is gone
   */
  boolean tellSuccessor(Message message);

  /** Whether the successor's end of the channel is open at this moment. */
  boolean successorLives();

  /** The process of the successor; empty if there is none. */
  Optional<Long> successorPid();

  /** Ends the successor and what it started; then calls {@link Generation#successorEnded}. */
  void endSuccessor();

  /**
   * Keeps the successor, which has been rolled back, apart until it has ended; ends it if it does
   * not yield.
   */
  void retireSuccessor();

  /** Tells the successors that have been rolled back and still drain. */
  void tellRetired(Message message);

  /** Forgets a successor that is gone, while this generation goes on draining. */
  void forgetSuccessor();

  /** Forgets a successor that is gone, and undoes what was prepared for it. */
  void undoUpdate() throws IOException;

  /** The last lines that the successor wrote. */
  List<String> lastLines();

  /**
   * Tells the predecessor.
   *
   * @return false if there is none or it is gone
   */
  boolean tellPredecessor(Message message);

  /** The process of the predecessor; empty if there was none. */
  Optional<Long> predecessorPid();

  /** Opens the gates of this generation and takes over its output. */
  void serve() throws IOException;

  /** The places of the listeners that this generation has adopted. */
  Set<Integer> adopted();

  /** Forgets a predecessor that is gone, and what was inherited from it but not used. */
  void forgetPredecessor() throws IOException;

  /** Has {@link Generation#servingTimeout} called if the successor does not serve soon. */
  void expectServing();

  /**
   * Closes the gates of the listeners that the successor serves, as far as they are open.
   *
   * @param taken their places in the list that was handed over
   */
  void closeGates(Set<Integer> taken) throws IOException;

  /** Closes the gates of all listeners. */
  void closeAllGates() throws IOException;

  /** Has {@link Generation#probationOver} called when the time of the probation is over. */
  void beginProbation();

  /**
   * Has {@link Generation#rampOver} called when the time in which both accept is over.
   *
   * @return false if there is no such time
   */
  boolean beginRamp();

  /** Begins to drain. */
  void drain();

  /** Ends the drain, if there is one, and opens the gates again. */
  void takeBack() throws IOException;

  /** Lets go of the listeners behind closed gates. */
  void letGo() throws IOException;

  /** Has something done a moment later, on the same thread. */
  void soon(Runnable task);

  /** Tells the observers. */
  void publish(Event event);

  /** Ends this JVM. */
  void exit();
}
