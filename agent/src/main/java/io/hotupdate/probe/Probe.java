package io.hotupdate.probe;

import io.hotupdate.settings.HttpTarget;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks the application whether it can be given clients. */
public final class Probe {
  /** How long one answer may take. */
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private final HttpTarget target;
  private final HttpClient client;
  private final Duration limit;

  /**
   * @param target what is asked; a status from 200 to 399 is good
   */
  public Probe(HttpTarget target, Entrance entrance) {
    this(target, entrance, ANSWER_LIMIT);
  }

  Probe(HttpTarget target, Entrance entrance, Duration limit) {
    this.target = target;
    this.client = new HttpClient(entrance, "probe");
    this.limit = limit;
  }

  /** What is missing before it has been asked once, in words. */
  public String notYet() {
    return this + " was not answered yet";
  }

  /**
   * Asks once, for at most 5 seconds.
   *
   * @return what is missing, in words; empty if the answer was good, or if clients are served
   *     already, so that there is nothing to prove any more
   */
  public Optional<String> missing() {
    try {
      OptionalInt status = client.get(target, limit);
      return status.isEmpty() || isGood(status.getAsInt())
          ? Optional.empty()
          : Optional.of(this + " was answered " + status.getAsInt());
    } catch (SocketTimeoutException e) {
      return Optional.of(this + " was not answered within " + limit.toSeconds() + " s");
    } catch (IOException e) {
      return Optional.of(this + ": " + HttpClient.reason(e));
    }
  }

  static boolean isGood(int status) {
    return status >= 200 && status < 400;
  }

  @Override
  public String toString() {
    return "the probe " + target;
  }
}
