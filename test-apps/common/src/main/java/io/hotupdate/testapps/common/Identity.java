package io.hotupdate.testapps.common;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;

/**
 * Which process of which version answers.
 *
 * @param pid the process id of this JVM
 * @param version the content of the resource {@code version.txt} in the application's own jar
 */
public record Identity(long pid, String version) {

  private static final String VERSION_RESOURCE = "version.txt";

  /**
   * Reads the identity of this process.
   *
   * @throws IllegalStateException when the class path holds no {@code version.txt}
   */
  public static Identity current() throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(VERSION_RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no " + VERSION_RESOURCE + " in the application's jar");
      }
      String version = new String(in.readAllBytes(), UTF_8).strip();
      return new Identity(ProcessHandle.current().pid(), version);
    }
  }

  /** Tells whoever started the server, on standard output, that every listener accepts. */
  public void announce() {
    System.out.println("serving version=" + version + " pid=" + pid);
  }

  /** Puts the identity into the headers of the response to come. */
  public void sign(Exchange exchange) {
    exchange.header("X-Pid", Long.toString(pid));
    exchange.header("X-Version", version);
  }

  @Override
  public String toString() {
    return "pid=" + pid + " version=" + version;
  }
}
