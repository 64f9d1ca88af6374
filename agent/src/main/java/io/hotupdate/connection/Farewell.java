package io.hotupdate.connection;

/**
 * How clients are told during a drain to go elsewhere: {@code Connection: close} (RFC 9112 section
 * 9.6) or {@code GOAWAY} (RFC 9113 section 6.8).
 */
public interface Farewell {
  /** From now on clients are told. */
  void begin();

  /** Taken back: this process serves again, and changes nothing any more. */
  void end();

  /** How many connections have been told so far in this drain. */
  int told();
}
