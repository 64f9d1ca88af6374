package io.hotupdate.listener;

import io.hotupdate.linux.Address;

/**
 * What tells one listener from another in both generations.
 *
 * @param domain the address family, socket(7) {@code SO_DOMAIN}
 * @param type stream or another, {@code SO_TYPE}
 * @param protocol the protocol number, {@code SO_PROTOCOL}
 * @param address the local address with its port
 * @param ordinal 0 for the first of several listeners that are equal in everything else ({@code
 *     SO_REUSEPORT}), 1 for the second, and so on
 */
public record ListenerId(int domain, int type, int protocol, Address address, int ordinal) {
  /** For people: the address, with the ordinal where it is not the first. */
  @Override
  public String toString() {
    return ordinal == 0 ? address.toString() : address + " (" + (ordinal + 1) + ")";
  }
}
