package io.hotupdate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code update PID}. */
@Command(
    name = "update",
    description =
        "Starts an update and waits until the new generation serves and the old one has drained.",
    footer = {
      "%nExamples:",
      "  java -jar hotupdate.jar update 4711",
      "  java -jar hotupdate.jar update --timeout 5m --no-drain-wait $(cat /run/shop.pid) || exit 1"
    })
final class UpdateCommand implements Callable<Integer> {
  private final Tool tool;

  @ParentCommand private HotUpdateCommand parent;

  @Mixin private final OrderOptions options = new OrderOptions();

  @Option(names = "--no-drain-wait", description = "Return as soon as the new generation serves.")
  private boolean noDrainWait;

  UpdateCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() throws ToolException {
    ControlDirectories directories = parent.directories();
    return options.carryOut(
        tool, directories, new UpdateWatch(!noDrainWait, new AskedServing(directories)));
  }
}
