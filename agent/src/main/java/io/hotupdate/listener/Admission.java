package io.hotupdate.listener;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.Proc;
import io.hotupdate.linux.Socket;
import java.io.IOException;

/**
 * Who is let through to a stand-in: nobody but the agent itself. A stand-in drops every packet that
 * does not come with the largest time to live there is, and on this machine only who asks for it
 * sends such packets (the default is 64). The kernel does this for unprivileged processes too, and
 * for the handshake as well as for what follows.
 */
final class Admission {
  private static final int LARGEST = 255;

  private Admission() {}

  /** Has a socket that does not listen yet drop what nobody has let through. */
  static void demand(Libc libc, int fd) throws LinuxException {
    libc.requireTtl(fd, LARGEST);
  }

  /**
   * Lets a connection of this process through.
   *
   * @param local the address to which its socket is bound, and no other of this process is
   * @throws IOException if there is no such socket
   */
  static void give(Libc libc, Proc proc, byte[] local, int port) throws IOException {
    for (int fd : proc.sockets().keySet()) {
      if (isBoundTo(libc, fd, local, port)) {
        libc.setTtl(fd, LARGEST);
        return;
      }
    }
    throw new IOException("no socket of this process is bound to port " + port);
  }

  private static boolean isBoundTo(Libc libc, int fd, byte[] local, int port) {
    try {
      Address address = libc.localAddress(fd);
      return address.isInternet()
          && address.equals(Address.internet(address.domain(), local, port, 0))
          && libc.option(fd, Socket.SOL_SOCKET, Socket.SO_TYPE) == Socket.SOCK_STREAM;
    } catch (LinuxException closedMeanwhile) {
      return false;
    }
  }
}
