package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.log.Log;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * One end of the socketpair between a predecessor and its successor. Its end-of-file tells the
 * death of the other side, at once and without any name that somebody else could open.
 */
final class Channel {
  private static final int LONGEST_LINE = 64 * 1024;

  private final Libc libc;
  private final int fd;
  private boolean closed;

  Channel(Libc libc, int fd) {
    this.libc = libc;
    this.fd = fd;
  }

  /**
   * Sends a message.
   *
   * @return false if this end is closed; its number may be another file's by now
   * @throws LinuxException if the other side is gone
   */
  synchronized boolean send(Message message) throws LinuxException {
    if (closed) {
      return false;
    }
    byte[] line = (message.line() + "\n").getBytes(StandardCharsets.UTF_8);
    libc.write(fd, line, line.length);
    return true;
  }

  /**
   * Reads until the other side is gone, on a thread of its own.
   *
   * @param name what the thread is called
   * @param messages is given each message
   * @param closed is called once, when there will be no more
   */
  void listen(String name, Consumer<Message> messages, Runnable closed) {
    DaemonThread.start(
        name,
        () -> {
          try {
            read(messages);
          } catch (LinuxException e) {
            Log.warn("the channel to the other generation broke: " + e.getMessage());
          } finally {
            closed.run();
          }
        });
  }

  private void read(Consumer<Message> messages) throws LinuxException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int count = libc.read(fd, buffer); count > 0; count = libc.read(fd, buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          understand(line.toString(StandardCharsets.UTF_8), messages);
          line.reset();
        } else if (line.size() < LONGEST_LINE) {
          line.write(buffer[i]);
        }
      }
    }
  }

  /** What this end does not understand is no reason to take the other one for dead. */
  private static void understand(String line, Consumer<Message> messages) {
    Message message;
    try {
      message = Message.parse(line);
    } catch (IllegalArgumentException e) {
      Log.warn("not understood from the other generation: " + e.getMessage());
      return;
    }
    messages.accept(message);
  }

  /**
   * Whether the other side has closed its end, as the kernel knows it at this moment; {@link
   * #listen} tells it too, but perhaps not yet.
   */
  synchronized boolean isHungUp() throws LinuxException {
    return closed || libc.hungUp(fd);
  }

  /** Closes this end. Only after the reading thread has seen the end of file. */
  synchronized void close() throws LinuxException {
    closed = true;
    libc.close(fd);
  }
}
