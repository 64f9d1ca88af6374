package io.hotupdate.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A socket address as the kernel writes it: {@code struct sockaddr_in}, {@code sockaddr_in6} or
 * {@code sockaddr_un}; see ip(7), ipv6(7), unix(7).
 */
public final class Address {
  private static final int INET_LENGTH = 16;
  private static final int INET6_LENGTH = 28;
  private static final int UNIX_PATH_OFFSET = 2;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The address in the first {@code length} bytes of a buffer that the kernel filled. */
  public static Address of(byte[] buffer, int length) {
    byte[] bytes = Arrays.copyOf(buffer, Math.min(length, buffer.length));
    if (domain(bytes) == Socket.AF_INET6 && bytes.length >= INET6_LENGTH) {
      // The flow label says nothing about who the peer is.
      Arrays.fill(bytes, 4, 8, (byte) 0);
    }
    return new Address(bytes);
  }

  /**
   * An internet address for a socket of the given domain; IPv4 is mapped where the domain is IPv6.
   *
   * @param domain {@link Socket#AF_INET} or {@link Socket#AF_INET6}
   * @param address four bytes, or sixteen for IPv6
   * @param port 0 to 65535
   * @param scope the interface of a link-local address, 0 = none
   */
  public static Address internet(int domain, byte[] address, int port, int scope) {
    boolean six = domain == Socket.AF_INET6;
    ByteBuffer buffer = ByteBuffer.allocate(six ? INET6_LENGTH : INET_LENGTH);
    buffer.order(ByteOrder.nativeOrder()).putShort((short) domain);
    buffer.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    if (!six) {
      return new Address(buffer.put(address).array());
    }
    buffer.putInt(0);
    if (address.length == 4) {
      boolean any = Arrays.equals(address, new byte[4]);
      // The wildcard is the one IPv4 address that an IPv6 socket does not bind to as a mapped one.
      buffer.putLong(0).putInt(any ? 0 : 0xffff).put(address);
    } else {
      buffer.put(address);
    }
    return new Address(buffer.order(ByteOrder.nativeOrder()).putInt(scope).array());
  }

  /** A unix address with a path, bytes without a terminating zero. */
  public static Address unix(byte[] path) {
    ByteBuffer buffer = ByteBuffer.allocate(UNIX_PATH_OFFSET + path.length + 1);
    buffer.order(ByteOrder.nativeOrder()).putShort((short) Socket.AF_UNIX).put(path);
    return new Address(buffer.array());
  }

  private static int domain(byte[] bytes) {
    return bytes.length < 2
        ? 0
        : ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getShort() & 0xffff;
  }

  /** The address family, {@link Socket#AF_UNIX} and so on. */
  public int domain() {
    return domain(bytes);
  }

  /** The port, 0 to 65535; 0 for a unix address. */
  public int port() {
    return isInternet() ? ByteBuffer.wrap(bytes).getShort(2) & 0xffff : 0;
  }

  /** Whether this is an IPv4 or IPv6 address. */
  public boolean isInternet() {
    return domain() == Socket.AF_INET || domain() == Socket.AF_INET6;
  }

  /** Whether the address means every address of the machine. */
  public boolean isWildcard() {
    return isInternet() && Arrays.equals(host(), new byte[host().length]);
  }

  /** The same address with port 0. */
  public Address withoutPort() {
    byte[] copy = bytes.clone();
    if (isInternet()) {
      copy[2] = 0;
      copy[3] = 0;
    }
    return new Address(copy);
  }

  /** The path of a unix address without terminating zero; empty for any other address. */
  public byte[] path() {
    if (domain() != Socket.AF_UNIX || bytes.length <= UNIX_PATH_OFFSET) {
      return new byte[0];
    }
    int end = UNIX_PATH_OFFSET;
    // An abstract name begins with a zero and has no terminator.
    boolean isAbstract = bytes[UNIX_PATH_OFFSET] == 0;
    while (end < bytes.length && (isAbstract || bytes[end] != 0)) {
      end++;
    }
    return Arrays.copyOfRange(bytes, UNIX_PATH_OFFSET, end);
  }

  /** Whether a connection whose own address is {@code other} can have come in at this listener. */
  public boolean accepts(Address other) {
    if (!isInternet()) {
      return path().length > 0 && Arrays.equals(path(), other.path());
    }
    return other.isInternet()
        && port() == other.port()
        && (isWildcard() || Arrays.equals(plain(), other.plain()));
  }

  private byte[] host() {
    return domain() == Socket.AF_INET
        ? Arrays.copyOfRange(bytes, 4, 8)
        : Arrays.copyOfRange(bytes, 8, 24);
  }

  private byte[] plain() {
    try {
      // Turns a mapped IPv4 address into four bytes.
      return InetAddress.getByAddress(host()).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  /** The bytes as the kernel takes them. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code *:8080}, {@code unix:/path}. */
  @Override
  public String toString() {
    if (isWildcard()) {
      return "*:" + port();
    }
    if (isInternet()) {
      byte[] plain = plain();
      return plain.length == 4
          ? (plain[0] & 0xff)
              + "."
              + (plain[1] & 0xff)
              + "."
              + (plain[2] & 0xff)
              + "."
              + (plain[3] & 0xff)
              + ":"
              + port()
          : sixteen(plain) + ":" + port();
    }
    if (domain() == Socket.AF_UNIX) {
      byte[] path = path();
      return path.length > 0 && path[0] == 0
          ? "unix:@" + new String(path, 1, path.length - 1, StandardCharsets.UTF_8)
          : "unix:" + new String(path, StandardCharsets.UTF_8);
    }
    return "family " + domain() + " " + HexFormat.of().formatHex(bytes);
  }

  private static String sixteen(byte[] plain) {
    try {
      return "[" + InetAddress.getByAddress(plain).getHostAddress() + "]";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are always an address", e);
    }
  }
}
