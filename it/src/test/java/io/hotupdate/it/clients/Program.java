package io.hotupdate.it.clients;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of this machine. Debian has some of them where only root looks.
 *
 * @param name as on a command line, or its absolute path
 * @param versionOption what makes it tell its version
 */
record Program(String name, String versionOption) {
  private static final List<String> FOR_ROOT = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+[-+.\\w]*");
  private static final long LONGEST_SECONDS = 120;

  /** How a run ended. */
  record Run(int status, String stdout, String stderr) {
    /** Both outputs, for an error. */
    String all() {
      return "status " + status + "\n" + stdout + "\n" + stderr;
    }
  }

  /** Its file; empty if it is not installed. */
  Optional<Path> file() {
    if (name.startsWith("/")) {
      return Optional.of(Path.of(name));
    }
    List<String> directories = new ArrayList<>();
    directories.addAll(Arrays.asList(System.getenv("PATH").split(File.pathSeparator)));
    directories.addAll(FOR_ROOT);
    return directories.stream()
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The first number with a point that it says when it is asked for its version. */
  Optional<String> version() {
    if (file().isEmpty()) {
      return Optional.empty();
    }
    try {
      // wrk ends with 1 after it has told its version.
      Run run = run(Files.createTempDirectory("version"), List.of(versionOption));
      Matcher matcher = VERSION.matcher(run.stdout() + run.stderr());
      return Optional.of(matcher.find() ? matcher.group() : "unknown version");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(name + " does not tell its version", e);
    }
  }

  /** Runs it to its end, at most two minutes. */
  Run run(Path directory, List<String> arguments) throws IOException, InterruptedException {
    Process process = start(directory, arguments);
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(name + " does not end");
      }
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), text(directory, "stdout"), text(directory, "stderr"));
  }

  /** Starts it, with its outputs in files of the directory. */
  Process start(Path directory, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(file().orElseThrow(() -> new IOException(name + " is not installed")).toString());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(directory.resolve("stdout").toFile())
        .redirectError(directory.resolve("stderr").toFile())
        .start();
  }

  private static String text(Path directory, String file) throws IOException {
    return Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
  }
}
