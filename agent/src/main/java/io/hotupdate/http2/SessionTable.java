package io.hotupdate.http2;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All sessions that have been seen and are still there, by identity. */
final class SessionTable {
  private final Map<Object, KnownSession> sessions = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

  /** What is known of a session, which is known from now on. Called for each frame that comes. */
  KnownSession know(Object session) {
    KnownSession known = sessions.get(new Wanted(session));
    return known != null ? known : add(session);
  }

  private KnownSession add(Object session) {
    forgetTheGone();
    KnownSession added = new KnownSession(session, gone);
    KnownSession before = sessions.putIfAbsent(added, added);
    return before != null ? before : added;
  }

  /** All of them. */
  Collection<KnownSession> all() {
    forgetTheGone();
    return sessions.values();
  }

  private void forgetTheGone() {
    for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
      sessions.remove(each);
    }
  }

  /** What is looked up, without another weak reference for each frame. */
  private record Wanted(Object session) {
    @Override
    public int hashCode() {
      return System.identityHashCode(session);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof KnownSession known && known.refersTo(session);
    }
  }
}
