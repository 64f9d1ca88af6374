package io.hotupdate.linux;

import java.io.ByteArrayOutputStream;

/** Reads pipes. */
final class Pipes {
  private Pipes() {}

  static byte[] readAll(Libc libc, int fd) throws LinuxException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int count = libc.read(fd, buffer); count > 0; count = libc.read(fd, buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }
}
