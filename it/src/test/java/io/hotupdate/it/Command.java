package io.hotupdate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that has ended.
 *
 * @param status its exit status
 * @param stdout what it wrote to standard output
 * @param stderr what it wrote to standard error
 */
record Command(int status, String stdout, String stderr) {
  private static final long LONGEST_SECONDS = 60;

  /** Runs a command to its end, which must come within a minute. */
  static Command run(Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path stdout = Files.createTempFile(directory, "command", ".stdout");
      Path stderr = Files.createTempFile(directory, "command", ".stderr");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(stdout.toFile())
              .redirectError(stderr.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError(command + " does not end\n" + text(stdout) + text(stderr));
        }
      } finally {
        process.destroyForcibly();
      }
      return new Command(process.exitValue(), text(stdout), text(stderr));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** The lines of standard error. */
  List<String> errorLines() {
    return stderr.lines().toList();
  }
}
