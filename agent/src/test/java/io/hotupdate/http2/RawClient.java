package io.hotupdate.http2;

import io.hotupdate.Until;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * An HTTP/2 client over clear text that keeps every frame it gets, and never retries. It gives the
 * server no more window than there is at the beginning, 65,535 bytes.
 */
final class RawClient implements Closeable {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Map<String, String> headers;
  private final Socket socket;
  private final OutputStream output;
  private final Thread reader;
  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private volatile boolean ended;
  private int nextStream = 1;

  RawClient(int port, Map<String, String> headers) throws IOException {
    this.headers = headers;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    output = socket.getOutputStream();
    output.write(PREFACE);
    send(Frame.SETTINGS, 0, 0, new byte[0]);
    reader = new Thread(this::read, "raw-http2-client");
    reader.setDaemon(true);
    reader.start();
  }

  SocketAddress address() {
    return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
  }

  /** Begins a request. */
  int open(String path, boolean complete) throws IOException {
    int stream = nextStream;
    nextStream += 2;
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x83); // :method POST
    block.write(0x86); // :scheme http
    block.write(0x04); // :path
    string(block, path);
    block.write(0x01); // :authority
    string(block, "localhost");
    headers.forEach(
        (name, value) -> {
          block.write(0);
          string(block, name);
          string(block, value);
        });
    int flags = Frame.END_HEADERS | (complete ? Frame.END_STREAM : 0);
    send(Frame.HEADERS, flags, stream, block.toByteArray());
    return stream;
  }

  /** Sends a part of a request's body. */
  void data(int stream, byte[] bytes, boolean last) throws IOException {
    send(Frame.DATA, last ? Frame.END_STREAM : 0, stream, bytes);
  }

  /** Waits for a whole response and gives its body. */
  byte[] response(int stream) throws IOException {
    Until.holds("response " + stream + " is whole: " + frames, () -> isOver(stream));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean begun = false;
    for (Frame frame : frames) {
      if (frame.stream() != stream) {
        continue;
      }
      if (frame.type() == Frame.RST_STREAM) {
        throw new AssertionError("stream " + stream + " was reset: " + frame.payload().getInt(0));
      }
      if (frame.type() == Frame.HEADERS && !begun) {
        begun = true;
        if (!frame.saysOk()) {
          throw new AssertionError("stream " + stream + " was not answered 200");
        }
      }
      if (frame.type() == Frame.DATA) {
        body.writeBytes(frame.data());
      }
    }
    return body.toByteArray();
  }

  private boolean isOver(int stream) {
    if (frames.stream().anyMatch(frame -> frame.stream() == stream && isLast(frame))) {
      return true;
    }
    if (ended) {
      throw new AssertionError("the server has closed the connection: " + frames);
    }
    return false;
  }

  private static boolean isLast(Frame frame) {
    return frame.endsStream() || frame.type() == Frame.RST_STREAM;
  }

  /** Waits until a part of a response has come. */
  void awaitData(int stream) throws IOException {
    await("data", frame -> frame.type() == Frame.DATA && frame.stream() == stream);
  }

  /** Waits for the notice. */
  Frame awaitGoAway() throws IOException {
    await("GOAWAY", frame -> frame.type() == Frame.GOAWAY);
    return goAways().get(0);
  }

  List<Frame> goAways() {
    return frames.stream().filter(frame -> frame.type() == Frame.GOAWAY).toList();
  }

  /** Proves that the connection is open, and that whatever was sent before the answer is here. */
  void ping() throws IOException {
    long before = pongs();
    send(Frame.PING, 0, 0, new byte[8]);
    Until.holds(
        "ping answered",
        () -> {
          if (ended) {
            throw new AssertionError("the server has closed the connection: " + frames);
          }
          return pongs() > before;
        });
  }

  private long pongs() {
    return frames.stream().filter(f -> f.type() == Frame.PING && f.has(Frame.ACK)).count();
  }

  private void await(String what, Predicate<Frame> wanted) throws IOException {
    Until.holds(what, () -> frames.stream().anyMatch(wanted));
  }

  private static void string(ByteArrayOutputStream block, String text) {
    block.write(text.length());
    block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private synchronized void send(int type, int flags, int stream, byte[] payload)
      throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.putInt(payload.length << Byte.SIZE | type).put((byte) flags).putInt(stream).put(payload);
    output.write(frame.array());
  }

  private void read() {
    try {
      DataInputStream input = new DataInputStream(socket.getInputStream());
      while (true) {
        int head = input.readInt();
        byte[] payload = new byte[head >>> Byte.SIZE];
        int type = head & 0xff;
        int flags = input.readUnsignedByte();
        int stream = input.readInt();
        input.readFully(payload);
        Frame frame = new Frame(type, flags, stream, ByteBuffer.wrap(payload));
        frames.add(frame);
        answer(frame);
      }
    } catch (IOException e) {
      ended = true;
    }
  }

  private void answer(Frame frame) throws IOException {
    if (frame.type() == Frame.SETTINGS && !frame.has(Frame.ACK)) {
      send(Frame.SETTINGS, Frame.ACK, 0, new byte[0]);
    } else if (frame.type() == Frame.PING && !frame.has(Frame.ACK)) {
      send(Frame.PING, Frame.ACK, 0, frame.payload().array());
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      reader.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
