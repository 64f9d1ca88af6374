package io.hotupdate.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code update} and {@code rollback} have in common. */
final class OrderOptions {
  @Parameters(
      paramLabel = "PID",
      description = "A process of the service. The generation that is to act is found from there.",
      converter = ProcessNumber.class)
  private long pid;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = WaitingTime.class,
      description = "Wait no longer than that, such as 90s or 5m. What has begun goes on.")
  private Optional<Duration> timeout = Optional.empty();

  @Option(names = "--json", description = "Write a JSON object in a line for each event.")
  private boolean json;

  /** Gives the order and waits; returns the exit code. */
  int carryOut(Tool tool, ControlDirectories directories, Watch watch) {
    Terminal terminal = tool.terminal();
    Order order = new Order(directories, watch, progress(terminal), timeout);
    Interrupts.Registration interrupt = tool.interrupts().doing(() -> sayFarewell(tool, watch));
    Outcome outcome;
    try {
      outcome = order.give(pid);
    } finally {
      interrupt.cancel();
    }
    if (!outcome.isDone()) {
      tool.complain(outcome.message());
    }
    if (!outcome.output().isEmpty()) {
      terminal.err().println("the end of its output:");
      outcome.output().forEach(line -> terminal.err().println("  " + line));
    }
    return outcome.exitCode();
  }

  private Progress progress(Terminal terminal) {
    if (json) {
      return new JsonProgress(terminal.out());
    }
    return terminal.rewritable() ? new LiveProgress(terminal) : new PlainProgress(terminal.out());
  }

  private void sayFarewell(Tool tool, Watch watch) {
    if (tool.terminal().rewritable() && !json) {
      // Leave the line that was being rewritten.
      tool.terminal().err().println();
    }
    tool.complain(
        "interrupted; if the "
            + watch.request()
            + " has begun, it goes on, and status "
            + pid
            + " shows how far it is");
  }
}
