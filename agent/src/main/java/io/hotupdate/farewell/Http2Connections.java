package io.hotupdate.farewell;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * Notices that there are connections of HTTP/2, whether or not the server is one whose sessions are
 * known: by ALPN (RFC 7301) behind encryption, else by the client's preface (RFC 9113 section 3.4).
 */
final class Http2Connections {
  private static final String PROTOCOL = "h2";
  private static final byte[] PREFACE = "PRI * HTTP/2.0".getBytes(StandardCharsets.US_ASCII);
  // The hooks see a session when its first frame comes, which is a little later.
  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(1);

  // As System.nanoTime counts, 0 if there was none.
  private volatile long seenAt;

  /** The connection of a client, if it is behind encryption. */
  void met(Object connection) {
    if (PROTOCOL.equals(protocol(connection))) {
      seen();
    }
  }

  private static String protocol(Object connection) {
    try {
      if (connection instanceof SSLEngine engine) {
        return engine.getApplicationProtocol();
      }
      return connection instanceof SSLSocket socket ? socket.getApplicationProtocol() : "";
    } catch (UnsupportedOperationException withoutAlpn) {
      return "";
    }
  }

  /** What a client has sent, perhaps its very first bytes. */
  void received(ByteBuffer bytes) {
    if (bytes.remaining() >= PREFACE.length
        && bytes.slice(bytes.position(), PREFACE.length).equals(ByteBuffer.wrap(PREFACE))) {
      seen();
    }
  }

  private void seen() {
    if (seenAt == 0) {
      seenAt = System.nanoTime() | 1;
    }
  }

  /** Whether there was one long enough ago for its session to be known. */
  boolean shouldBeKnown() {
    return seenAt != 0 && System.nanoTime() - seenAt > UNTIL_KNOWN.toNanos();
  }
}
