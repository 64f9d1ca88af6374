package io.hotupdate.connection;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel keeps of a TCP connection, {@code struct tcp_info} of linux/tcp.h.
 *
 * @param sentMillis since this side last sent data, in milliseconds
 * @param heardMillis since the client last sent data, in milliseconds
 * @param acknowledged bytes that the client has acknowledged
 * @param received bytes from the client
 */
record TcpInfo(long sentMillis, long heardMillis, long acknowledged, long received) {
  private static final int SIZE = 136;
  private static final int LAST_DATA_SENT = 44;
  private static final int LAST_DATA_RECEIVED = 52;
  private static final int BYTES_ACKNOWLEDGED = 120;
  private static final int BYTES_RECEIVED = 128;

  static TcpInfo of(Libc libc, int fd) throws LinuxException {
    ByteBuffer info =
        ByteBuffer.wrap(libc.option(fd, Socket.IPPROTO_TCP, Socket.TCP_INFO, SIZE))
            .order(ByteOrder.nativeOrder());
    return new TcpInfo(
        Integer.toUnsignedLong(info.getInt(LAST_DATA_SENT)),
        Integer.toUnsignedLong(info.getInt(LAST_DATA_RECEIVED)),
        info.getLong(BYTES_ACKNOWLEDGED),
        info.getLong(BYTES_RECEIVED));
  }

  /** For how long neither side has sent anything, in milliseconds. */
  long quietMillis() {
    return Math.min(sentMillis, heardMillis);
  }

  /**
   * Whether the client was the last to send. The kernel's clock ticks in milliseconds: within one
   * tick it says nothing of the order, and in case of doubt it was the client.
   */
  boolean clientWasLast() {
    return received > 0 && heardMillis <= sentMillis;
  }
}
