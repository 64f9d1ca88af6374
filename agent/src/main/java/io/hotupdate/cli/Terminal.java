package io.hotupdate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where the tool writes.
 *
 * @param out standard output
 * @param err standard error
 * @param rewritable whether a line can be written anew on standard output
 * @param colour whether colours are wanted
 * @param charset what both are written in
 */
record Terminal(
    PrintStream out, PrintStream err, boolean rewritable, boolean colour, Charset charset) {
  static Terminal ofThisProcess(Map<String, String> environment) {
    Charset charset = ofTheLocale();
    boolean rewritable =
        isTerminal(Path.of("/proc/self/fd/1"))
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
        rewritable,
        // https://no-color.org: set and not empty.
        rewritable && environment.getOrDefault("NO_COLOR", "").isEmpty(),
        charset);
  }

  /** System.console() looks at standard input, too, and in JDK 22 to 24 is there without either. */
  private static boolean isTerminal(Path descriptor) {
    try {
      String name = Files.readSymbolicLink(descriptor).toString();
      return name.startsWith("/dev/pts/")
          || name.startsWith("/dev/tty")
          || name.equals("/dev/console");
    } catch (IOException e) {
      // Closed, or no /proc: nothing to paint on.
      return false;
    }
  }

  private static Charset ofTheLocale() {
    String name = System.getProperty("native.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
  }

  /** Whether this can be shown, or must be written another way. */
  boolean canShow(String text) {
    return charset.newEncoder().canEncode(text);
  }
}
