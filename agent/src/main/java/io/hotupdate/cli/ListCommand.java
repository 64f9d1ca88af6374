package io.hotupdate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code list}. */
@Command(
    name = "list",
    description =
        "Shows every server of this user that runs with the agent; for root, those of all users.")
final class ListCommand implements Callable<Integer> {
  private final Tool tool;

  @ParentCommand private HotUpdateCommand parent;

  @Option(names = "--json", description = "Write a JSON array.")
  private boolean json;

  ListCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws ToolException {
    ServerList list = ServerList.of(parent.directories().all());
    if (json) {
      tool.terminal().out().println(list.json());
    } else if (list.entries().isEmpty()) {
      tool.terminal().out().println("no server runs with the agent");
    } else {
      list.table(tool.clock().instant()).forEach(tool.terminal().out()::println);
    }
    return ExitCode.OK;
  }
}
