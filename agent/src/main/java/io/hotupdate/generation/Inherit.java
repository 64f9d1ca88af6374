package io.hotupdate.generation;

import io.hotupdate.linux.SpawnRequest;
import io.hotupdate.listener.Inherited;
import java.util.ArrayList;
import java.util.List;

/**
 * What a successor is told by one environment variable: {@code PROTOCOL:GENERATION:PID:LISTENERS},
 * where the last is one letter for each listener that is handed over: {@code r} for one that must
 * be taken over, {@code k} the same where the kernel chose the port, {@code o} for one whose port
 * the kernel chose and that need not be taken over. The descriptors have fixed places.
 *
 * @param generation the number of the successor
 * @param predecessor the process number of the predecessor
 * @param listeners the listeners, with the descriptors they have in the successor
 */
public record Inherit(int generation, long predecessor, List<Inherited> listeners) {
  private static final int PROTOCOL = 1;
  private static final char REQUIRED = 'r';
  private static final char REQUIRED_BY_KERNEL = 'k';
  private static final char OPTIONAL_BY_KERNEL = 'o';

  /** The successor's end of the channel. */
  static final int CHANNEL = SpawnRequest.FIRST_INHERITED;

  /** What becomes standard output when the successor serves. */
  static final int OUTPUT = CHANNEL + 1;

  /** What becomes standard error when the successor serves. */
  static final int ERROR = OUTPUT + 1;

  private static final int FIRST_LISTENER = ERROR + 1;

  /** The value of the variable. */
  String variable() {
    StringBuilder letters = new StringBuilder();
    listeners.forEach(listener -> letters.append(letter(listener)));
    return PROTOCOL + ":" + generation + ":" + predecessor + ":" + letters;
  }

  private static char letter(Inherited listener) {
    if (!listener.portChosenByKernel()) {
      return REQUIRED;
    }
    return listener.required() ? REQUIRED_BY_KERNEL : OPTIONAL_BY_KERNEL;
  }

  /**
   * Reads the variable.
   *
   * @throws IllegalArgumentException if the predecessor's agent wrote something else
   */
  public static Inherit parse(String variable) {
    String[] parts = variable.split(":", -1);
    if (parts.length != 4 || !parts[0].equals(String.valueOf(PROTOCOL))) {
      throw new IllegalArgumentException(
          "the predecessor's agent speaks another protocol ('"
              + variable
              + "'), this one speaks "
              + PROTOCOL
              + "; a restart is needed once");
    }
    List<Inherited> listeners = new ArrayList<>();
    for (char letter : parts[3].toCharArray()) {
      int fd = FIRST_LISTENER + listeners.size();
      listeners.add(
          switch (letter) {
            case REQUIRED -> new Inherited(fd, true, false);
            case REQUIRED_BY_KERNEL -> new Inherited(fd, true, true);
            case OPTIONAL_BY_KERNEL -> new Inherited(fd, false, true);
            default -> throw new IllegalArgumentException("unknown kind of listener: " + letter);
          });
    }
    return new Inherit(Integer.parseInt(parts[1]), Long.parseLong(parts[2]), listeners);
  }
}
