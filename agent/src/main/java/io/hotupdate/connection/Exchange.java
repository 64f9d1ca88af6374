package io.hotupdate.connection;

/** What the bytes on a connection say of the requests on it, for a protocol that is understood. */
public enum Exchange {
  /** Nothing: the protocol is not known, or its beginning was not seen. */
  UNKNOWN,
  /** No request is open: the answers to all have been written to their end. */
  NONE,
  /** There is a request without its complete answer, however long nothing has been sent. */
  OPEN,
  /** It was given to another protocol, by a 101 or a CONNECT: a stream without requests. */
  UPGRADED
}
