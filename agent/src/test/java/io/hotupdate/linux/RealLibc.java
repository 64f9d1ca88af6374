package io.hotupdate.linux;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The C library of this process, loaded once. */
public final class RealLibc {
  private static final NativeLibc LIBC = load();

  private RealLibc() {}

  public static Libc get() {
    return LIBC;
  }

  private static NativeLibc load() {
    try {
      return NativeLibc.load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
