package io.hotupdate.cli;

import java.time.InstantSource;

/** The entry point of the tool, inside the agent's class loader. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code; see {@link ExitCode}.
   *
   * @param version the version of the jar
   */
  public static void main(String version, String[] arguments) {
    Terminal terminal = Terminal.ofThisProcess(System.getenv());
    Tool tool =
        new Tool(
            version,
            Host.ofThisProcess(),
            terminal,
            InstantSource.system(),
            new ShutdownInterrupts());
    int status = tool.run(arguments);
    terminal.out().flush();
    System.exit(status);
  }
}
