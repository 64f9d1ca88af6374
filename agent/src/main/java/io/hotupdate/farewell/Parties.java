package io.hotupdate.farewell;

import io.hotupdate.http1.Conversation;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The clients with whom conversations are followed. Once nobody is told any more they go, each as
 * soon as no change of what it is sent is half done.
 */
final class Parties {
  private final Map<Integer, Party> plain = new ConcurrentHashMap<>();
  // By engine or socket, which nobody tells of its end.
  private final Map<Object, Party> encrypted = Collections.synchronizedMap(new WeakHashMap<>());
  // The same by the descriptor from which they have been read last.
  private final Map<Integer, Party> behind = new ConcurrentHashMap<>();

  /** The one at a descriptor, whether it is encrypted or not. */
  Optional<Party> at(int fd) {
    Party party = behind.get(fd);
    return Optional.ofNullable(party == null ? plain.get(fd) : party);
  }

  /** The one who sends and gets plain bytes at a descriptor. */
  Optional<Party> plain(int fd) {
    return Optional.ofNullable(plain.get(fd));
  }

  Party plain(int fd, Conversation.Start start, BooleanSupplier unread) {
    return plain.computeIfAbsent(fd, unknown -> new Party(new Conversation(start, unread)));
  }

  /** The one behind an engine or a socket. */
  Optional<Party> encrypted(Object connection) {
    return Optional.ofNullable(encrypted.get(connection));
  }

  Party encrypted(Object connection, Conversation.Start start, BooleanSupplier unread) {
    return encrypted.computeIfAbsent(
        connection, unknown -> new Party(new Conversation(start, unread)));
  }

  /** What is encrypted comes from here. */
  void isBehind(int fd, Party party) {
    behind.put(fd, party);
  }

  /** Whoever was at this descriptor is there no more. */
  void leave(int fd) {
    plain.remove(fd);
    behind.remove(fd);
  }

  /** All go of whom no change is half done. */
  void retire() {
    retire(plain.values());
    retire(behind.values());
    synchronized (encrypted) {
      retire(encrypted.values());
    }
  }

  private static void retire(Collection<Party> parties) {
    parties.removeIf(party -> party.conversation().retire());
  }
}
