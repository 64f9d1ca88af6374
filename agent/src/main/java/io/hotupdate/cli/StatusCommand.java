package io.hotupdate.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code status PID}. */
@Command(name = "status", description = "Shows a generation, and if it drains, what it waits for.")
final class StatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Tool tool;

  @ParentCommand private HotUpdateCommand parent;

  @Parameters(paramLabel = "PID", description = "Its process.", converter = ProcessNumber.class)
  private long pid;

  @Option(names = "--json", description = "Write a JSON object, with all connections.")
  private boolean json;

  @Option(names = "--all", description = "Show all connections, not only the first 20.")
  private boolean all;

  @Option(
      names = "--stacks",
      negatable = true,
      description = {
        "Show what the threads do that work on connections.",
        "Default: only for a generation that drains. It makes the server pause for a moment."
      })
  private Optional<Boolean> stacks = Optional.empty();

  StatusCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws ToolException {
    Server server = parent.directories().find(pid);
    ServerStatus status = ask(server, stacks.orElse(false));
    if (stacks.isEmpty() && status.isLeaving() && status.busy() > 0) {
      // It may have ended meanwhile, and then what it said before is the last that there is.
      status =
          StatusQuestion.ask(server, true, PATIENCE) instanceof Reply.Told again
              ? again.status()
              : status;
    }
    List<String> report =
        json
            ? List.of(StatusJson.whole(status))
            : StatusReport.of(status, tool.clock().instant(), all);
    report.forEach(tool.terminal().out()::println);
    return ExitCode.OK;
  }

  private static ServerStatus ask(Server server, boolean withStacks) throws ToolException {
    Reply reply = StatusQuestion.ask(server, withStacks, PATIENCE);
    if (reply instanceof Reply.Told told) {
      return told.status();
    }
    String process = "process " + server.pid();
    if (reply instanceof Reply.Silent) {
      throw new ToolException(
          ExitCode.TIMEOUT, process + " does not respond within " + PATIENCE.toSeconds() + " s");
    }
    throw new ToolException(
        ExitCode.USAGE,
        reply instanceof Reply.Unusable unusable
            ? "cannot ask " + process + " at " + server.socket() + ": " + unusable.why()
            : process + " does not listen at its control socket " + server.socket());
  }
}
