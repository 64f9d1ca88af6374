package io.hotupdate.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gives a server an order and waits for the outcome. A server that cannot carry it out names the
 * one that can; where another update is under way, the order is given when that has ended.
 */
final class Order {
  /** More generations do not live at a time, but two could send each other the order for ever. */
  private static final int MOST_REFERRALS = 16;

  private final ControlDirectories directories;
  private final Watch watch;
  private final Progress progress;
  private final Stopwatch stopwatch;

  /**
   * @param timeout how long to wait for the outcome; empty for as long as it takes
   */
  Order(
      ControlDirectories directories, Watch watch, Progress progress, Optional<Duration> timeout) {
    this.directories = directories;
    this.watch = watch;
    this.progress = progress;
    this.stopwatch = new Stopwatch(timeout);
  }

  /**
   * Gives it and waits.
   *
   * @param pid the process to begin with
   */
  Outcome give(long pid) {
    Outcome outcome;
    try {
      outcome = outcome(pid);
    } catch (ToolException e) {
      outcome = new Outcome(e.exitCode(), e.getMessage(), List.of());
    }
    progress.ended(outcome, stopwatch.elapsed());
    return outcome;
  }

  private Outcome outcome(long first) throws ToolException {
    long pid = first;
    int referrals = 0;
    while (referrals <= MOST_REFERRALS) {
      Step step = ask(pid);
      if (step instanceof Step.Over over) {
        return over.outcome();
      } else if (step instanceof Step.Ask next) {
        referrals = next.pid() == pid ? 0 : referrals + 1;
        pid = next.pid();
      }
    }
    return Outcome.failed("the servers send each other the " + watch.request());
  }

  private Step ask(long pid) throws ToolException {
    Server server = directories.find(pid);
    try (Conversation conversation = Conversation.begin(server, watch.request())) {
      return new Talk(pid, watch, progress, stopwatch).listen(new EventStream(conversation));
    } catch (ConnectException e) {
      throw new ToolException(
          ExitCode.USAGE,
          "process " + pid + " does not listen at its control socket " + server.socket());
    } catch (SocketTimeoutException e) {
      throw new ToolException(ExitCode.TIMEOUT, "process " + pid + " does not respond");
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.USAGE,
          "cannot talk to process " + pid + " at " + server.socket() + ": " + e.getMessage());
    }
  }
}
