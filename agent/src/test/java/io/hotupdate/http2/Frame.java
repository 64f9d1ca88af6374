package io.hotupdate.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/**
 * A frame as it came. RFC 9113 section 4.1.
 *
 * @param type see section 6
 * @param flags what they mean depends on the type
 * @param stream its stream, 0 for the connection
 * @param payload what follows the nine bytes of the head
 */
record Frame(int type, int flags, int stream, ByteBuffer payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean endsStream() {
    return (type == DATA || type == HEADERS) && has(END_STREAM);
  }

  /** The bytes of a DATA frame; no server pads them. */
  byte[] data() {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }

  /** Whether a header block begins with status 200. RFC 7541 sections 6.1, 6.3 and appendix A. */
  boolean saysOk() {
    ByteBuffer block = payload.duplicate();
    int first = block.get() & 0xff;
    while ((first & 0xe0) == 0x20) {
      // A change of the table's size: more bytes follow if all five bits are set.
      if ((first & 0x1f) == 0x1f) {
        while ((block.get() & 0x80) != 0) {}
      }
      first = block.get() & 0xff;
    }
    return first == 0x88;
  }

  @Override
  public String toString() {
    String text = type == GOAWAY ? ISO_8859_1.decode(payload.duplicate()).toString() : "";
    return "type "
        + type
        + " flags "
        + flags
        + " stream "
        + stream
        + " length "
        + payload.limit()
        + text;
  }
}
