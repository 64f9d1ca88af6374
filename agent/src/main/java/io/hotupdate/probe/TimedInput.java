package io.hotupdate.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Reads from a socket until a moment. */
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private final Deadline deadline;

  TimedInput(Socket socket, Deadline deadline) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    socket.setSoTimeout(deadline.leftMillis());
    return in.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    socket.setSoTimeout(deadline.leftMillis());
    return in.read(buffer, offset, length);
  }
}
