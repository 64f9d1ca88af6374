package io.hotupdate.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Memory outside the heap, through malloc(3) and memcpy(3). jffi's own access goes through {@code
 * sun.misc.Unsafe}, of which JDK 24 and later warn (JEP 498).
 */
final class Memory {
  private final NativeFunction malloc = NativeFunction.of("malloc", "ll");
  private final NativeFunction free = NativeFunction.of("free", "il");
  private final NativeFunction memcpy = NativeFunction.of("memcpy", "llpl");
  private final NativeFunction strncpy = NativeFunction.of("strncpy", "lpll");

  /** Copies bytes to new memory, at least one byte of it. */
  long copy(byte[] bytes) {
    long address = malloc.callLong(Math.max(1L, bytes.length));
    if (address == 0) {
      throw new OutOfMemoryError("malloc of " + bytes.length + " bytes");
    }
    write(address, bytes);
    return address;
  }

  /** Writes bytes at an address. */
  void write(long address, byte[] bytes) {
    memcpy.callLong(address, bytes, (long) bytes.length);
  }

  /** Gives memory back. */
  void free(long address) {
    free.callInt(address);
  }

  /** The zero-terminated text at an address, at most as long as the buffer. */
  String text(long address, byte[] buffer) {
    strncpy.callLong(buffer, address, (long) buffer.length);
    int end = 0;
    while (end < buffer.length && buffer[end] != 0) {
      end++;
    }
    return new String(buffer, 0, end, StandardCharsets.UTF_8);
  }

  /** The bytes with a zero behind them. */
  static byte[] zeroTerminated(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
