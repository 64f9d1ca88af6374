package io.hotupdate.linux;

import java.util.List;
import java.util.Optional;

/**
 * What {@link Libc#spawn} starts.
 *
 * @param program the path of the program, bytes without a terminating zero
 * @param arguments argv, each without a terminating zero
 * @param environment {@code NAME=value} entries, each without a terminating zero
 * @param directory the directory to start in; empty: this process's own
 * @param standardOutput the descriptor that becomes standard output
 * @param standardError the descriptor that becomes standard error
 * @param inherited the descriptors that become 3, 4, 5, … in the child; all others are closed
 */
public record SpawnRequest(
    byte[] program,
    List<byte[]> arguments,
    List<byte[]> environment,
    Optional<byte[]> directory,
    int standardOutput,
    int standardError,
    List<Integer> inherited) {
  /** The number that the first inherited descriptor has in the child. */
  public static final int FIRST_INHERITED = 3;
}
