package io.hotupdate.http2;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;

/** A session, weakly, and in which drain its client is or has been told. */
final class KnownSession extends WeakReference<Object> {
  private final int hash;
  private final AtomicReference<Telling> told = new AtomicReference<>();

  KnownSession(Object session, ReferenceQueue<Object> gone) {
    super(session, gone);
    hash = System.identityHashCode(session);
  }

  /** Whether the caller is the one to tell it in this drain. */
  boolean claim(Telling telling) {
    Telling before = told.get();
    return before != telling && told.compareAndSet(before, telling);
  }

  /** It could not be told yet. */
  void release(Telling telling) {
    told.compareAndSet(telling, null);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    Object session = get();
    return session != null && other instanceof KnownSession known && known.refersTo(session);
  }
}
