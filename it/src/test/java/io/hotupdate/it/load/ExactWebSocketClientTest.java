package io.hotupdate.it.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A text that is lost by WebSocket is seen; a close between two texts loses nothing. */
class ExactWebSocketClientTest {
  private static final String KEY = "sec-websocket-key: ";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final byte[] GOING_AWAY = {0x03, (byte) 0xe9};

  private final Tally tally = new Tally();

  @Test
  void a_text_that_comes_back_is_counted_and_a_close_after_it_loses_nothing() throws Exception {
    try (FakeServer server =
        new FakeServer(
            socket -> {
              upgrade(socket);
              String text = readText(socket);
              write(socket, TEXT, ("pid=7 version=3 " + text).getBytes(US_ASCII));
              write(socket, CLOSE, GOING_AWAY);
              int unused = socket.getInputStream().read();
            })) {
      load(server).useConnection(tally, new Stop());
    }
    assertThat(tally.count(Outcome.OK)).isOne();
    assertThat(tally.failures()).isZero();
  }

  @Test
  void a_close_instead_of_an_echo_is_a_loss() throws IOException {
    assertLost(
        Outcome.EOF_BEFORE_RESPONSE,
        socket -> {
          upgrade(socket);
          readText(socket);
          write(socket, CLOSE, GOING_AWAY);
        });
  }

  @Test
  void an_end_without_a_close_is_a_loss() throws IOException {
    assertLost(
        Outcome.EOF_BEFORE_RESPONSE,
        socket -> {
          upgrade(socket);
          readText(socket);
        });
  }

  @Test
  void another_text_is_wrong() throws IOException {
    assertLost(
        Outcome.WRONG_BODY,
        socket -> {
          upgrade(socket);
          write(socket, TEXT, ("pid=7 version=3 x" + readText(socket)).getBytes(US_ASCII));
          int unused = socket.getInputStream().read();
        });
  }

  @Test
  void no_echo_in_time_is_a_timeout() throws IOException {
    assertLost(
        Outcome.TIMEOUT,
        socket -> {
          upgrade(socket);
          readText(socket);
          int unused = socket.getInputStream().read();
        });
  }

  private void assertLost(Outcome outcome, FakeServer.Behaviour behaviour) throws IOException {
    try (FakeServer server = new FakeServer(behaviour)) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> load(server).useConnection(tally, new Stop()))
          .extracting(Failure::outcome)
          .isEqualTo(outcome);
    }
    assertThat(tally.count(Outcome.OK)).isZero();
  }

  private static Load load(FakeServer server) {
    return new WebSockets(server.target(), Duration.ofMinutes(1), Duration.ofMillis(200));
  }

  private static void upgrade(Socket socket) throws IOException {
    String head = FakeServer.head(socket);
    int at = head.toLowerCase(Locale.ROOT).indexOf(KEY) + KEY.length();
    String key = head.substring(at, head.indexOf('\r', at));
    FakeServer.write(
        socket,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n");
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client's text is short, and masked (RFC 6455, 5.2). */
  private static String readText(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readUnsignedByte();
    byte[] text = new byte[in.readUnsignedByte() & 0x7f];
    byte[] mask = in.readNBytes(4);
    in.readFully(text);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i % 4];
    }
    return new String(text, US_ASCII);
  }

  private static void write(Socket socket, int opcode, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(opcode);
    frame.write(payload.length);
    frame.write(payload);
    socket.getOutputStream().write(frame.toByteArray());
  }
}
