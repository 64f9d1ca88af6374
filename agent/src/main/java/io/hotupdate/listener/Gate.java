package io.hotupdate.listener;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * A closed gate: the application's descriptor names a stand-in, and the listener waits here. See
 * {@link Listeners} for who opens and closes.
 */
final class Gate {
  private static final int NONE = -1;

  private final Libc libc;
  private final Proc proc;
  private final Swing swing;
  private final ListenerId id;
  private final int fd;
  private int real;
  private final long standIn;
  private final Blocking blocking;
  private final int standInPort;

  private Gate(
      Libc libc,
      Proc proc,
      Swing swing,
      ListenerId id,
      int fd,
      int real,
      long standIn,
      int standInPort,
      Blocking blocking) {
    this.libc = libc;
    this.proc = proc;
    this.swing = swing;
    this.id = id;
    this.fd = fd;
    this.real = real;
    this.standIn = standIn;
    this.blocking = blocking;
    this.standInPort = standInPort;
  }

  /** Whether accept(2) on a stand-in may block. */
  enum Blocking {
    /**
     * As on the listener, so that what the application sets on the stand-in can be carried over.
     */
    LIKE_LISTENER,
    /** Never, so that a thread that is blocked in accept(2) can only be at the listener itself. */
    NEVER
  }

  /**
   * Closes the gate of a listener.
   *
   * @param fd the application's descriptor
   */
  static Gate close(Libc libc, Proc proc, Swing swing, ListenerId id, int fd, Blocking blocking)
      throws IOException {
    int real = libc.duplicate(fd, 0);
    int standIn = -1;
    try {
      standIn = StandIn.create(libc, id.domain());
      if (blocking == Blocking.NEVER || libc.nonBlocking(fd)) {
        libc.setNonBlocking(standIn);
      }
      long inode = proc.socket(standIn).orElseThrow();
      int port = libc.localAddress(standIn).port();
      swing.replace(standIn, fd);
      return new Gate(libc, proc, swing, id, fd, real, inode, port, blocking);
    } catch (IOException | RuntimeException e) {
      libc.close(real);
      throw e;
    } finally {
      if (standIn >= 0) {
        libc.close(standIn);
      }
    }
  }

  /** Gives the listener back to the application, if its descriptor still names the stand-in. */
  void open() throws IOException {
    if (real == NONE) {
      throw new IOException("the listener " + id + " has been let go");
    }
    if (isStandIn()) {
      // Never cleared: the other generation shares the flag.
      if (blocking == Blocking.LIKE_LISTENER && libc.nonBlocking(fd)) {
        libc.setNonBlocking(real);
      }
      swing.replace(real, fd);
    }
    abandon();
  }

  /** Lets go of the listener; the application keeps the stand-in, and the gate stays closed. */
  void abandon() throws IOException {
    if (real != NONE) {
      int released = real;
      real = NONE;
      libc.close(released);
    }
  }

  ListenerId id() {
    return id;
  }

  int fd() {
    return fd;
  }

  /** The stand-in's port; empty if the application's descriptor names something else by now. */
  OptionalInt standInPort() throws IOException {
    return isStandIn() ? OptionalInt.of(standInPort) : OptionalInt.empty();
  }

  private boolean isStandIn() throws IOException {
    return proc.socket(fd).filter(inode -> inode == standIn).isPresent();
  }

  /** The agent's own descriptor for the listener; -1 once it has been let go. */
  int real() {
    return real;
  }
}
