package io.hotupdate.http2;

import java.lang.instrument.Instrumentation;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The HTTP/2 sessions of this process, and the notice to their clients.
 *
 * <p>They come from the hooks each time a frame has come in. One that does nothing from the moment
 * the hooks stand until the drain begins is not known, and is kept until it is quiet.
 */
public final class Sessions implements Consumer<Object> {
  private final SessionTable table = new SessionTable();
  private final Trouble trouble = new Trouble();
  private final Consumer<Class<?>> opener;
  // The telling that goes on, or the last one, and whether it goes on.
  private volatile Telling telling;
  private volatile boolean draining;

  /** Sessions of servers that are in no module, or in open ones. */
  public Sessions() {
    opener = type -> {};
  }

  /** Sessions of servers whose modules can be opened. */
  public Sessions(Instrumentation instrumentation) {
    opener = type -> open(instrumentation, type);
  }

  private static void open(Instrumentation instrumentation, Class<?> type) {
    instrumentation.redefineModule(
        type.getModule(),
        Set.of(),
        Map.of(),
        Map.of(type.getPackageName(), Set.of(Sessions.class.getModule())),
        Set.of(),
        Map.of());
  }

  /**
   * A session has got a frame. On the application's threads, for each frame; returns at once and
   * throws nothing.
   */
  @Override
  public void accept(Object session) {
    try {
      KnownSession known = table.know(session);
      if (draining) {
        telling.tell(known, session);
      }
    } catch (Throwable e) {
      // The application's request must not fail for it.
      trouble.cannot("this server", e);
    }
  }

  /**
   * Tells the clients of all sessions, and of each new one when its first frame has come.
   *
   * @param told called with the address of each client that has been told, by threads of the
   *     servers and of the agent, so it must be quick
   */
  public synchronized void begin(Consumer<SocketAddress> told) {
    end();
    Telling begun = new Telling(Server.all(new Members(opener)), told, trouble);
    telling = begun;
    draining = true;
    // From here on new ones are told by accept; those of before are in the table.
    for (KnownSession known : table.all()) {
      Object session = known.get();
      if (session != null) {
        begun.tell(known, session);
      }
    }
  }

  /** Tells nobody any more. Whoever has been told stays told; HTTP/2 has no way to take it back. */
  public synchronized void end() {
    draining = false;
    if (telling != null) {
      telling.end();
    }
  }

  /** How many have been told in this drain, or the last one. */
  public int told() {
    Telling current = telling;
    return current == null ? 0 : current.count();
  }

  /** Whether no session has been seen that still exists. */
  public boolean isNoneKnown() {
    return table.all().isEmpty();
  }

  /** Says once that connections of a server are HTTP/2 and that nobody knows how to tell. */
  public void unknown(String what) {
    trouble.unknown(what);
  }
}
