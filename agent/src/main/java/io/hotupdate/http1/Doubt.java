package io.hotupdate.http1;

/**
 * Whether a client sends requests before it has the responses to those before. One that does not
 * has all of a response when its next request comes, whatever was seen of the response.
 */
final class Doubt {
  private boolean pipelines;
  private boolean doubted;

  /**
   * @param pipelines whether it is known to
   */
  Doubt(boolean pipelines) {
    this.pipelines = pipelines;
  }

  Doubt(Doubt from) {
    pipelines = from.pipelines;
    doubted = from.doubted;
  }

  boolean pipelines() {
    return pipelines;
  }

  /** Whether the next write is to be looked at: it may begin the next response. */
  boolean isOpen() {
    return doubted;
  }

  /**
   * A request has come.
   *
   * @param open how many have no complete response
   * @param lost whether the end of the response under way cannot be found
   * @param atChunkStart whether the request was the first of what was read
   */
  void requestCame(long open, boolean lost, boolean atChunkStart) {
    if (open == 2 && lost && atChunkStart && !pipelines) {
      // So far the client has waited for each response. Perhaps it has now too.
      doubted = true;
    } else {
      pipelines |= open > 1;
    }
  }

  /** The response under way goes on, or has been found to end later than the request came. */
  void wasWrong() {
    pipelines |= doubted;
    doubted = false;
  }

  /** It had ended. */
  void wasRight() {
    doubted = false;
  }
}
