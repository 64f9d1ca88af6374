package io.hotupdate.control;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** How long the calls on a socket wait before they fail with EAGAIN, socket(7). */
final class TimeLimit {
  private TimeLimit() {}

  /** Limits what receives. */
  static void ofReceiving(Libc libc, int fd, Duration time) throws LinuxException {
    libc.setOption(fd, Socket.SOL_SOCKET, Socket.SO_RCVTIMEO, bytes(time));
  }

  /** Limits what sends and connects. */
  static void ofSending(Libc libc, int fd, Duration time) throws LinuxException {
    libc.setOption(fd, Socket.SOL_SOCKET, Socket.SO_SNDTIMEO, bytes(time));
  }

  private static byte[] bytes(Duration time) {
    // struct timeval { long seconds; long microseconds; }; nothing left is little, but 0 is for
    // ever
    long micros = Math.max(1, time.toNanos() / 1000);
    return ByteBuffer.allocate(2 * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .putLong(micros / 1_000_000)
        .putLong(micros % 1_000_000)
        .array();
  }
}
