package io.hotupdate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code rollback PID}. */
@Command(
    name = "rollback",
    description =
        "During the probation: ends the new generation and waits until the old one serves.",
    footer = {"%nExample:", "  java -jar hotupdate.jar rollback 4712"})
final class RollbackCommand implements Callable<Integer> {
  private final Tool tool;

  @ParentCommand private HotUpdateCommand parent;

  @Mixin private final OrderOptions options = new OrderOptions();

  RollbackCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws ToolException {
    return options.carryOut(tool, parent.directories(), new RollbackWatch());
  }
}
