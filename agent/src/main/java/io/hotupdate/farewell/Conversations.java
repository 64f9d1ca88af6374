package io.hotupdate.farewell;

import io.hotupdate.http1.Conversation;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The conversations that are followed. Once no client is told any more they go, each as soon as no
 * change of what is sent is half done.
 */
final class Conversations {
  private final Map<Integer, Conversation> plain = new ConcurrentHashMap<>();
  // By engine or socket, which nobody tells of its end. To be used with its lock.
  private final Map<Object, Conversation> encrypted = new WeakHashMap<>();
  // The same by the descriptor from which they have been read last.
  private final Map<Integer, Conversation> behind = new ConcurrentHashMap<>();
  // So that nobody waits for the lock of an empty map: all that this process reads and writes
  // comes here, from its first drain on, although it may serve for years after a rollback.
  private volatile boolean anyEncrypted;

  /** Whether there is none, and nothing to retire. */
  boolean isEmpty() {
    return plain.isEmpty() && behind.isEmpty() && !anyEncrypted;
  }

  /** The one at a descriptor, whether it is encrypted or not. */
  Optional<Conversation> at(int fd) {
    Conversation conversation = behind.get(fd);
    return Optional.ofNullable(conversation == null ? plain.get(fd) : conversation);
  }

  /** The one of the plain bytes at a descriptor. */
  Optional<Conversation> plain(int fd) {
    return Optional.ofNullable(plain.get(fd));
  }

  Conversation plain(int fd, Conversation.Start start, BooleanSupplier unread) {
    return plain.computeIfAbsent(fd, unknown -> new Conversation(start, unread));
  }

  /** The one behind an engine or a socket. */
  Optional<Conversation> encrypted(Object connection) {
    synchronized (encrypted) {
      return Optional.ofNullable(encrypted.get(connection));
    }
  }

  Conversation encrypted(Object connection, Conversation.Start start, BooleanSupplier unread) {
    synchronized (encrypted) {
      anyEncrypted = true;
      return encrypted.computeIfAbsent(connection, unknown -> new Conversation(start, unread));
    }
  }

  /** What is encrypted comes from here. */
  void isBehind(int fd, Conversation conversation) {
    behind.put(fd, conversation);
  }

  /** A descriptor has another meaning. */
  void leave(int fd) {
    plain.remove(fd);
    behind.remove(fd);
  }

  /** All go of which no change is half done. */
  void retire() {
    retire(plain.values());
    retire(behind.values());
    synchronized (encrypted) {
      retire(encrypted.values());
      anyEncrypted = !encrypted.isEmpty();
    }
  }

  private static void retire(Collection<Conversation> conversations) {
    conversations.removeIf(Conversation::retire);
  }
}
