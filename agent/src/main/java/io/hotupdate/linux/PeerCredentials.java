package io.hotupdate.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Who made the other end of a unix socket, {@code SO_PEERCRED} of unix(7).
 *
 * @param pid its process, at that time
 * @param uid its user, at that time
 */
public record PeerCredentials(int pid, int uid) {
  /** Asks the kernel. */
  public static PeerCredentials of(Libc libc, int fd) throws LinuxException {
    // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
    ByteBuffer credentials =
        ByteBuffer.wrap(libc.option(fd, Socket.SOL_SOCKET, Socket.SO_PEERCRED, 3 * Integer.BYTES))
            .order(ByteOrder.nativeOrder());
    return new PeerCredentials(credentials.getInt(), credentials.getInt());
  }
}
