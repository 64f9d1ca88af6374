package io.hotupdate.farewell;

import io.hotupdate.connection.Exchange;
import io.hotupdate.connection.Farewell;
import io.hotupdate.hooks.Hooks;
import io.hotupdate.http1.Conversation;
import io.hotupdate.http2.Sessions;
import io.hotupdate.linux.Address;
import io.hotupdate.linux.Libc;
import java.net.SocketAddress;
import java.util.function.IntPredicate;

/**
 * Follows what is said on the connections of clients while this generation drains, and has the last
 * response that is asked for say {@code Connection: close}, or HTTP/2 say {@code GOAWAY}.
 */
public final class Farewells implements Farewell {
  private final Table table;
  private final Sessions sessions;
  private final Conversations conversations = new Conversations();
  private final GoneAway goneAway = new GoneAway();
  private final Following following;

  /**
   * @param libc tells what has not been read
   * @param sessions the HTTP/2 connections
   */
  public Farewells(Libc libc, Sessions sessions) {
    this(sessions, new TableOfHooks(libc));
  }

  Farewells(Sessions sessions, Table table) {
    this.sessions = sessions;
    this.table = table;
    following = new Following(table, conversations);
  }

  /** Has it asked whether a descriptor is a client's, if nobody has seen it accepted. */
  public void askForClients(IntPredicate question) {
    following.askForClients(question);
  }

  @Override
  public void begin() {
    following.begin();
    // It stays: of a change that is half sent when this ends, the rest must follow.
    table.follow(following);
    goneAway.clear();
    sessions.begin(this::wentAway);
  }

  /** An HTTP/2 client has been told. */
  void wentAway(SocketAddress client) {
    goneAway.add(client);
  }

  @Override
  public void end() {
    sessions.end();
    following.end();
  }

  @Override
  public int told() {
    return following.told() + sessions.told();
  }

  /** What the bytes on a descriptor say of the requests on it. */
  public Exchange exchange(int fd) {
    if (following.http2().shouldBeKnown() && sessions.isNoneKnown()) {
      sessions.unknown("this server");
    }
    Hooks.Stream stream = table.stream(fd);
    if (stream == Hooks.Stream.UPGRADED) {
      return Exchange.UPGRADED;
    }
    Exchange exchange = conversations.at(fd).map(Farewells::exchange).orElse(Exchange.UNKNOWN);
    return exchange == Exchange.UNKNOWN && stream == Hooks.Stream.CHUNKS ? Exchange.OPEN : exchange;
  }

  private static Exchange exchange(Conversation conversation) {
    return switch (conversation.progress()) {
      case UNKNOWN, FOREIGN -> Exchange.UNKNOWN;
      case NONE -> Exchange.NONE;
      case OPEN -> Exchange.OPEN;
      case UPGRADED -> Exchange.UPGRADED;
    };
  }

  /** Whether the client of a descriptor, at this address, has been told to go elsewhere. */
  public boolean told(int fd, Address peer) {
    return conversations.at(fd).filter(Conversation::saidClose).isPresent() || goneAway.has(peer);
  }
}
