package io.hotupdate.connection;

/** What the hooks last saw on a descriptor. */
public enum LastOperation {
  /** A read: a request came in. */
  READ,
  /** A write: an answer went out. */
  WRITTEN,
  /** That it was accepted: nothing has happened on it. */
  ACCEPTED,
  /** Nothing: whatever happened, happened before the hooks stood, or where there are none. */
  UNKNOWN
}
