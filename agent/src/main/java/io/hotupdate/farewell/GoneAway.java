package io.hotupdate.farewell;

import io.hotupdate.linux.Address;
import io.hotupdate.linux.Socket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses of the HTTP/2 clients that have got their {@code GOAWAY}; their servers know no
 * descriptors. A client of IPv4 has the same address whatever the domain of the socket.
 */
final class GoneAway {
  private final Set<String> addresses = ConcurrentHashMap.newKeySet();

  void clear() {
    addresses.clear();
  }

  void add(SocketAddress client) {
    if (client instanceof InetSocketAddress internet && internet.getAddress() != null) {
      byte[] host = internet.getAddress().getAddress();
      addresses.add(Address.internet(Socket.AF_INET6, host, internet.getPort(), 0).toString());
    }
  }

  boolean has(Address client) {
    return !addresses.isEmpty() && addresses.contains(client.toString());
  }
}
