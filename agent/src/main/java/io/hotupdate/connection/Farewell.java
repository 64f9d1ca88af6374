package io.hotupdate.connection;

/**
 * How clients are told during a drain to go elsewhere: {@code Connection: close} (RFC 9112 section
 * 9.6) or {@code GOAWAY} (RFC 9113 section 6.8).
 */
public interface Farewell {
  /** Tells nobody: clients go when they like, or when their connection is closed. */
  Farewell NONE =
      new Farewell() {
        @Override
        public void begin() {}

        @Override
        public void end() {}

        @Override
        public int told() {
          return 0;
        }
      };

  /** From now on clients are told. */
  void begin();

  /** Taken back: this process serves again, and changes nothing any more. */
  void end();

  /** How many connections have been told so far in this drain. */
  int told();
}
