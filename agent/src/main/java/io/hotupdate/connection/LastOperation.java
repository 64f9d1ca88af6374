package io.hotupdate.connection;

/** What the hooks last saw on a descriptor. */
public enum LastOperation {
  /** A read: a request came in. */
  READ,
  /** A write: an answer went out. */
  WRITTEN,
  /** Nothing: it is new, or was accepted before the hooks stood. */
  UNKNOWN
}
