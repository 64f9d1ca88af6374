package io.hotupdate.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
@Command(
    name = "java -jar hotupdate.jar",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Shows and updates JVM servers that run with hotupdate.jar as their agent.",
    scope = ScopeType.INHERIT,
    usageHelpWidth = 100,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; after an update the new generation serves, after a rollback the old one",
      "1:the update or rollback was refused, failed or was undone; the reason is on standard error",
      "2:wrong usage, no such process, no agent there, or not permitted",
      "3:the time was up or the server does not respond; what has begun goes on"
    },
    footer = {
      "%nExamples:",
      "  java -jar hotupdate.jar list",
      "  java -jar hotupdate.jar update --timeout 5m 4711",
      "  java -jar hotupdate.jar status --json 4711"
    })
final class HotUpdateCommand implements Callable<Integer> {
  private final Tool tool;

  @Spec private CommandSpec spec;

  @Option(
      names = "--control",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = {
        "The directory of the control sockets.",
        "Default: HOTUPDATE_CONTROL if it is an absolute path, or else all usual places."
      })
  private Optional<Path> control = Optional.empty();

  HotUpdateCommand(Tool tool) {
    this.tool = tool;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Where to look for servers. */
  ControlDirectories directories() throws ToolException {
    return ControlDirectories.of(tool.host(), control);
  }
}
