package io.hotupdate.generation;

/**
 * How the connections of a drain ended, each counted once.
 *
 * @param byThemselves those that client or server ended without our doing
 * @param told those that ended after their clients had been told to go elsewhere
 * @param closedQuiet those that were made to end because they were quiet
 * @param closedStreams those that had been given to another protocol and were made to end
 * @param cut those that were still open at the end
 */
public record Endings(int byThemselves, int told, int closedQuiet, int closedStreams, int cut) {
  /** How many connections there were. */
  public int connections() {
    return byThemselves + told + closedQuiet + closedStreams + cut;
  }

  /** For people; begins with the number of all. */
  String inWords() {
    return connections()
        + " connections, "
        + byThemselves
        + " ended by themselves, "
        + told
        + " were told to close, "
        + closedQuiet
        + " were quiet and closed, "
        + closedStreams
        + " were streams and closed, "
        + cut
        + " cut";
  }
}
