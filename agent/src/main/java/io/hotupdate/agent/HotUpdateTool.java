package io.hotupdate.agent;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The entry point of the command line: {@code java -jar hotupdate.jar}. */
public final class HotUpdateTool {
  private static final String MAIN = "io.hotupdate.cli.Main";

  private HotUpdateTool() {}

  /**
   * Called by the JVM.
   *
   * @throws Exception if the jar is broken
   */
  public static void main(String[] arguments) throws Exception {
    new IsolatedClassLoader(jar())
        .loadClass(MAIN)
        .getMethod("main", String.class, String[].class)
        .invoke(null, HotUpdateTool.class.getPackage().getImplementationVersion(), arguments);
  }

  /**
   * Whether this JVM runs the tool: it gets the agent, too, where that is in {@code
   * JAVA_TOOL_OPTIONS}.
   */
  static boolean isRunning() {
    String main = System.getProperty("java.class.path", "").split(File.pathSeparator, 2)[0];
    // "hotupdate.jar ARGUMENTS" after -jar; otherwise the name of a class.
    if (main.isEmpty()
        || !(System.getProperty("sun.java.command", "") + " ").startsWith(main + " ")) {
      return false;
    }
    try {
      return Files.isSameFile(Path.of(main), jar());
    } catch (IOException | URISyntaxException e) {
      // It cannot be ours, which is being read.
      return false;
    }
  }

  private static Path jar() throws URISyntaxException {
    return Path.of(HotUpdateTool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
