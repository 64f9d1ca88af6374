package io.hotupdate.linux;

/** Constants of socket(2), socket(7), ip(7), ipv6(7) and tcp(7), the same on every 64-bit Linux. */
public final class Socket {
  /** Unix domain, unix(7). */
  public static final int AF_UNIX = 1;

  /** IPv4, ip(7). */
  public static final int AF_INET = 2;

  /** IPv6, ipv6(7). */
  public static final int AF_INET6 = 10;

  /** A byte stream. */
  public static final int SOCK_STREAM = 1;

  /** Level of the options of socket(7). */
  public static final int SOL_SOCKET = 1;

  /** What the socket was created as: stream or datagram. */
  public static final int SO_TYPE = 3;

  /** Whether several sockets may listen at one address, each with a queue of its own. */
  public static final int SO_REUSEPORT = 15;

  /** Process, user and group of who made the other end of a unix socket, unix(7). */
  public static final int SO_PEERCRED = 17;

  /** How long a receive or accept waits, {@code struct timeval}. */
  public static final int SO_RCVTIMEO = 20;

  /** How long a send waits, {@code struct timeval}. */
  public static final int SO_SNDTIMEO = 21;

  /** 1 if the socket listens. */
  public static final int SO_ACCEPTCONN = 30;

  /** The protocol number. */
  public static final int SO_PROTOCOL = 38;

  /** The address family. */
  public static final int SO_DOMAIN = 39;

  /** A number that no other socket has had since boot; since Linux 4.6. */
  public static final int SO_COOKIE = 57;

  /** Level of the options of ip(7), of IPv4 packets to and from an IPv6 socket too. */
  public static final int IPPROTO_IP = 0;

  /** The time to live of packets that are sent. */
  public static final int IP_TTL = 2;

  /** The least time to live of packets that are received; since Linux 2.6.34. */
  public static final int IP_MINTTL = 21;

  /** Level of the options of ipv6(7). */
  public static final int IPPROTO_IPV6 = 41;

  /** Whether an IPv6 socket refuses IPv4. */
  public static final int IPV6_V6ONLY = 26;

  /** Level of the options of tcp(7). */
  public static final int IPPROTO_TCP = 6;

  /** The statistics of a TCP connection. */
  public static final int TCP_INFO = 11;

  /** Ends the receiving half, shutdown(2). */
  public static final int SHUT_RD = 0;

  /** Ends both halves, shutdown(2). */
  public static final int SHUT_RDWR = 2;

  private Socket() {}
}
