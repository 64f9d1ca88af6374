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
  private final Parties parties;
  private final Starts starts;
  private final Http2Connections http2 = new Http2Connections();
  private final AtomicInteger told = new AtomicInteger();
  private volatile IntPredicate clients = fd -> false;
  private volatile boolean telling;

  Following(Table table, Parties parties) {
    this.table = table;
    this.parties = parties;
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
    parties.retire();
  }

  /** How many clients were told. */
  int told() {
    return told.get();
  }

  /** The connections of HTTP/2, which cannot be told with a response. */
  Http2Connections http2() {
    return http2;
  }

  /** With whom this connection is: a descriptor, or an engine or a socket that encrypts. */
  Optional<Party> party(Object connection) {
    try {
      if (!telling) {
        // Of a change that was half sent at the end, the rest has followed, or does now.
        parties.retire();
      }
      return connection instanceof Integer fd ? plain(fd) : encrypted(connection);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a client cannot be told to go elsewhere", e);
      return Optional.empty();
    }
  }

  private Optional<Party> plain(int fd) {
    Optional<Party> party = parties.plain(fd);
    return party.isEmpty() && telling && isClient(fd)
        ? Optional.of(parties.plain(fd, starts.plain(fd), () -> table.hasUnread(fd)))
        : party;
  }

  private boolean isClient(int fd) {
    return (table.isAccepted(fd) || clients.test(fd)) && table.stream(fd) != Hooks.Stream.UPGRADED;
  }

  private Optional<Party> encrypted(Object connection) {
    Optional<Party> party = parties.encrypted(connection);
    return party.isEmpty() && telling ? Optional.of(meet(connection)) : party;
  }

  private Party meet(Object connection) {
    http2.met(connection);
    OptionalInt fd = table.descriptorOf(connection);
    Party party =
        parties.encrypted(
            connection,
            starts.encrypted(fd),
            () -> fd.isPresent() && table.hasUnread(fd.getAsInt()));
    fd.ifPresent(known -> parties.isBehind(known, party));
    return party;
  }

  /** It has sent these bytes. */
  void received(Party party, ByteBuffer bytes) {
    try {
      http2.received(bytes);
      party.conversation().received(bytes);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a request cannot be understood", e);
    }
  }

  /** What is sent to it in the place of these bytes; they stay as they are. */
  Optional<Edit> replace(Party party, ByteBuffer bytes) {
    try {
      return party.conversation().replace(bytes);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a response cannot be understood", e);
      return Optional.empty();
    }
  }

  /** See {@link Conversation#sent}. */
  long sent(Party party, long taken) {
    Conversation conversation = party.conversation();
    boolean before = conversation.saidClose();
    long reported = conversation.sent(taken);
    if (!before && conversation.saidClose()) {
      told.incrementAndGet();
    }
    return reported;
  }

  /** So many bytes were sent to it that were not shown. */
  void passed(Party party, long bytes) {
    try {
      party.conversation().passed(bytes);
    } catch (RuntimeException | LinkageError e) {
      Log.error("a response cannot be followed", e);
    }
  }

  /** A descriptor has another meaning from now on. */
  void changed(int fd) {
    parties.leave(fd);
  }
}
