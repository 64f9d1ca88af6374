package io.hotupdate.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/**
 * The tool and its surroundings.
 *
 * @param version of the jar
 * @param host the machine
 * @param terminal where it writes
 * @param clock tells the time of day
 * @param interrupts Ctrl-C
 */
record Tool(
    String version, Host host, Terminal terminal, InstantSource clock, Interrupts interrupts) {
  /** How the tool is called in help texts and messages. */
  static final String NAME = "hotupdate";

  /** Runs a command; returns its exit code. */
  int run(String... arguments) {
    CommandLine line = new CommandLine(new HotUpdateCommand(this));
    line.addSubcommand(new ListCommand(this));
    line.addSubcommand(new StatusCommand(this));
    line.addSubcommand(new UpdateCommand(this));
    line.addSubcommand(new RollbackCommand(this));
    line.getCommandSpec().version(NAME + " " + version);
    line.getSubcommands()
        .values()
        .forEach(each -> each.getCommandSpec().version(NAME + " " + version));
    line.setOut(new PrintWriter(terminal.out(), true, terminal.charset()));
    line.setErr(new PrintWriter(terminal.err(), true, terminal.charset()));
    // What it finds out about terminals by itself differs from one JDK to another.
    line.setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setParameterExceptionHandler(this::wrongUsage);
    line.setExecutionExceptionHandler(this::failed);
    return line.execute(arguments);
  }

  private int wrongUsage(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    complain(wrong.getMessage());
    terminal.err().println("See " + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  private int failed(Exception exception, CommandLine line, CommandLine.ParseResult result)
      throws Exception {
    if (exception instanceof ToolException failure) {
      complain(failure.getMessage());
      return failure.exitCode();
    }
    throw exception;
  }

  /** Says on standard error what is wrong. */
  void complain(String message) {
    terminal.err().println(NAME + ": " + message);
  }
}
