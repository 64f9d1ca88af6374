package io.hotupdate.http1;

/** How far the exchange of requests and responses on a connection is. */
public enum Progress {
  /** Not enough was seen of it. */
  UNKNOWN,
  /** Every request has its complete response. */
  NONE,
  /** A request has no response yet, or not all of it. */
  OPEN,
  /** It was HTTP, and is a stream of something else since a 101 or an accepted CONNECT. */
  UPGRADED,
  /** It is not HTTP/1.x, or not such that one may touch it. */
  FOREIGN
}
