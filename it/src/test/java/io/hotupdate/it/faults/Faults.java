package io.hotupdate.it.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Does, inside a server, what a test has planned. A plan is a directory that all generations know,
 * and a fault is an empty file in it: {@code GENERATION ACTION POINT}. One that kills is deleted as
 * it happens, so that it happens once.
 */
public final class Faults {
  /** The system property that names the directory. */
  public static final String DIRECTORY = "it.faults";

  /** Ends the process that comes to this point. */
  public static final String KILL = "kill";

  /** Ends the parent of the process that comes to this point, which then goes on. */
  public static final String ORPHAN = "orphan";

  /** Has a system call fail, as often as it is made; the file holds the error number. */
  public static final String REFUSE = "refuse";

  /** Operation not permitted, errno(3). */
  public static final int EPERM = 1;

  private static final String INHERIT = "HOTUPDATE_INHERIT=";
  private static final String LINUX_EXCEPTION = "io.hotupdate.linux.LinuxException";

  private Faults() {}

  /** A step of the conversation, such as "before sending" a {@code Hello}. */
  public static void at(String when, Object message) throws IOException, InterruptedException {
    at(when + " " + message.getClass().getSimpleName());
  }

  /** A step of an update. */
  public static void at(String point) throws IOException, InterruptedException {
    if (Files.deleteIfExists(fault(KILL, point))) {
      kill(ProcessHandle.current());
    }
    if (Files.deleteIfExists(fault(ORPHAN, point))) {
      kill(ProcessHandle.current().parent().orElseThrow());
    }
  }

  /** A system call is about to be made. */
  public static void call(String name) throws IOException, ReflectiveOperationException {
    int errno;
    try {
      errno = Integer.parseInt(Files.readString(fault(REFUSE, name)));
    } catch (NoSuchFileException notRefused) {
      return;
    }
    throw name.equals("load") ? new IOException("load: refused by the test") : refusal(name, errno);
  }

  private static IOException refusal(String call, int errno) throws ReflectiveOperationException {
    return Class.forName(LINUX_EXCEPTION, true, Faults.class.getClassLoader())
        .asSubclass(IOException.class)
        .getConstructor(String.class, int.class, String.class)
        .newInstance(call, errno, "refused by the test");
  }

  private static Path fault(String action, String point) throws IOException {
    return Path.of(System.getProperty(DIRECTORY))
        .resolve(generation() + " " + action + " " + point);
  }

  /** Not from System.getenv, which the agent must be the first to read. */
  private static int generation() throws IOException {
    String environment =
        Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1);
    return Arrays.stream(environment.split("\0"))
        .filter(entry -> entry.startsWith(INHERIT))
        .map(entry -> Integer.parseInt(entry.split(":", -1)[1]))
        .findFirst()
        .orElse(1);
  }

  /** Returns when it is dead, so not at all if it is this process. */
  private static void kill(ProcessHandle process) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int unused = new ProcessBuilder("/bin/sh", "-c", "kill -9 " + pid).start().waitFor();
    while (process.isAlive()) {
      Thread.sleep(1);
    }
  }
}
