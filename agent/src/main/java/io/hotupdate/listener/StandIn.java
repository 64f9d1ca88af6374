package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The listening socket that the application's descriptor names while a gate is closed: of TCP, on
 * the loopback address and a free port, where not even a port scanner of the same machine reaches
 * it, see {@link Admission}.
 */
final class StandIn {
  static final byte[] LOOPBACK = {127, 0, 0, 1};

  // For what the agent itself asks through it, a few requests at once.
  private static final int BACKLOG = 16;

  private StandIn() {}

  /** A new stand-in for a listener of the given address family. */
  static int create(Libc libc, int domain) throws LinuxException {
    int family = domain == Socket.AF_INET6 ? Socket.AF_INET6 : Socket.AF_INET;
    int fd = libc.streamSocket(family);
    try {
      if (family == Socket.AF_INET6) {
        // The mapped IPv4 address exists even where IPv6 has no address at all.
        byte[] no = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).array();
        libc.setOption(fd, Socket.IPPROTO_IPV6, Socket.IPV6_V6ONLY, no);
      }
      Admission.demand(libc, fd);
      libc.bind(fd, Address.internet(family, LOOPBACK, 0, 0));
      libc.listen(fd, BACKLOG);
      return fd;
    } catch (LinuxException e) {
      libc.close(fd);
      throw e;
    }
  }
}
