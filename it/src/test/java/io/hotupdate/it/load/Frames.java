package io.hotupdate.it.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;

/**
 * The server's side of HTTP/2 for {@link FakeServer}, byte by byte (RFC 9113, 4.1), with headers as
 * literals (RFC 7541, 6.2.2).
 */
final class Frames {
  private static final int RST_STREAM = 3;
  private static final int GOAWAY = 7;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PREFACE_BYTES = 24;
  private static final byte[] STATUS_200 = {(byte) 0x88};

  private final Socket connection;
  private final DataInputStream in;
  private int request;

  /** Reads the client's preface and says that there are no settings. */
  Frames(Socket connection) throws IOException {
    this.connection = connection;
    this.in = new DataInputStream(connection.getInputStream());
    in.readFully(new byte[PREFACE_BYTES]);
    write(SETTINGS, 0, 0, new byte[0]);
  }

  /** Reads up to the end of the first request. */
  void readRequest() throws IOException {
    boolean ended = false;
    while (!ended) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.readFully(new byte[length]);
      if (type == HEADERS) {
        request = stream;
      }
      ended = type <= HEADERS && (flags & END_STREAM) != 0;
    }
  }

  /** The head of a response with status 200. */
  void head(boolean last, List<String> namesAndValues) throws IOException {
    headers(STATUS_200, last, namesAndValues);
  }

  /** Header fields at the end of a response. */
  void trailers(List<String> namesAndValues) throws IOException {
    headers(new byte[0], true, namesAndValues);
  }

  private void headers(byte[] first, boolean last, List<String> namesAndValues) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(first);
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      block.write(0);
      text(block, namesAndValues.get(i));
      text(block, namesAndValues.get(i + 1));
    }
    write(HEADERS, END_HEADERS | (last ? END_STREAM : 0), request, block.toByteArray());
  }

  private static void text(OutputStream block, String text) throws IOException {
    block.write(text.length());
    block.write(text.getBytes(US_ASCII));
  }

  void data(boolean last, byte[] bytes) throws IOException {
    write(DATA, last ? END_STREAM : 0, request, bytes);
  }

  /** RST_STREAM of the request, with INTERNAL_ERROR. */
  void reset() throws IOException {
    write(RST_STREAM, 0, request, new byte[] {0, 0, 0, 2});
  }

  /** GOAWAY, with NO_ERROR, that leaves the request out. */
  void goAwayWithoutIt() throws IOException {
    goAway(0);
  }

  /** GOAWAY, with NO_ERROR: the request will be answered, and no other. */
  void goAwayAfterIt() throws IOException {
    goAway(request);
  }

  private void goAway(int lastStream) throws IOException {
    write(GOAWAY, 0, 0, new byte[] {0, 0, 0, (byte) lastStream, 0, 0, 0, 0});
  }

  /** Waits until the client has closed the connection. */
  void awaitClose() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void write(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >>> 16);
    frame.write(payload.length >>> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    frame.write(new byte[] {0, 0, 0, (byte) stream});
    frame.write(payload);
    connection.getOutputStream().write(frame.toByteArray());
  }
}
