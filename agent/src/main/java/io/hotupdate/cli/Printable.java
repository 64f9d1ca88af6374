package io.hotupdate.cli;

import java.util.regex.Pattern;

/**
 * Text from elsewhere, made fit for a terminal. A server's output may carry colours, and whoever
 * can put a line there could make the operator's terminal do things.
 */
final class Printable {
  // ECMA-48, 5.4: control sequences.
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\t]]");

  private Printable() {}

  static String of(String text) {
    return CONTROL.matcher(SEQUENCE.matcher(text).replaceAll("")).replaceAll("?");
  }
}
