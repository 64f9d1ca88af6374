package io.hotupdate.farewell;

import io.hotupdate.hooks.Hooks;
import io.hotupdate.http1.Conversation;
import io.hotupdate.http1.Edit;
import io.hotupdate.log.Log;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * What the hooks tell of what goes over connections, on the application's threads. Nothing that
 * goes wrong here reaches the application, but in {@link #sent}: there an error ends the
 * connection, which is better than to go on with bytes of which nobody knows whether they were
 * sent.
 */
final class Following {
  private final Table table;
  private final Conversations conversations;
  private final Starts starts;
  private final Http2Connections http2 = new Http2Connections();
  private final AtomicInteger told = new AtomicInteger();
  private volatile IntPredicate clients = fd -> false;
  private volatile boolean telling;

  Following(Table table, Conversations conversations) {
    this.table = table;
    this.conversations = conversations;
    starts = new Starts(table);
  }

  void askForClients(IntPredicate question) {
    clients = question;
  }

  void begin() {
    told.set(0);
    telling = true;
  }

  void end() {
    telling = false;
    conversations.retire();
  }

  /** How many clients were told. */
  int told() {
    return told.get();
  }

  /** The connections of HTTP/2, which cannot be told with a response. */
  Http2Connections http2() {
    return http2;
  }

  /** What is said on a connection: a descriptor, or an engine or a socket that encrypts. */
  Optional<Conversation> conversation(Object connection) {
    try {
      if (!telling) {
        // Of a change that was half sent at the end, the rest has followed, or does now.
        if (!conversations.isEmpty()) {
          conversations.retire();
        }
        if (conversations.isEmpty()) {
          return Optional.empty();
        }
      }
      return connection instanceof Integer fd ? plain(fd) : encrypted(connection);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a client cannot be told to go elsewhere", e);
      return Optional.empty();
    }
  }

  private Optional<Conversation> plain(int fd) {
    Optional<Conversation> known = conversations.plain(fd);
    return known.isEmpty() && telling && isClient(fd)
        ? Optional.of(conversations.plain(fd, starts.plain(fd), () -> table.hasUnread(fd)))
        : known;
  }

  private boolean isClient(int fd) {
    return (table.isAccepted(fd) || clients.test(fd)) && table.stream(fd) != Hooks.Stream.UPGRADED;
  }

  private Optional<Conversation> encrypted(Object connection) {
    Optional<Conversation> known = conversations.encrypted(connection);
    return known.isEmpty() && telling ? Optional.of(meet(connection)) : known;
  }

  private Conversation meet(Object connection) {
    http2.met(connection);
    OptionalInt fd = table.descriptorOf(connection);
    Conversation conversation =
        conversations.encrypted(
            connection,
            starts.encrypted(fd),
            () -> fd.isPresent() && table.hasUnread(fd.getAsInt()));
    fd.ifPresent(known -> conversations.isBehind(known, conversation));
    return conversation;
  }

  /** The client has sent these bytes. */
  void received(Conversation conversation, ByteBuffer bytes) {
    try {
      http2.received(bytes);
      conversation.received(bytes);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a request cannot be understood", e);
    }
  }

  /** What the client is sent in the place of these bytes; they stay as they are. */
  Optional<Edit> replace(Conversation conversation, ByteBuffer bytes) {
    try {
      return conversation.replace(bytes);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a response cannot be understood", e);
      return Optional.empty();
    }
  }

  /** See {@link Conversation#sent}. */
  long sent(Conversation conversation, long taken) {
    boolean before = conversation.saidClose();
    long reported = conversation.sent(taken);
    if (!before && conversation.saidClose()) {
      told.incrementAndGet();
    }
    return reported;
  }

  /** The client was sent so many bytes that were not shown. */
  void passed(Conversation conversation, long bytes) {
    try {
      conversation.passed(bytes);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a response cannot be followed", e);
    }
  }

  /** A descriptor has another meaning from now on. */
  void changed(int fd) {
    conversations.leave(fd);
  }
}
