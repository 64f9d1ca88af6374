package io.hotupdate.generation;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.LinuxException;
import io.hotupdate.linux.PeerCredentials;
import io.hotupdate.linux.Socket;
import io.hotupdate.listener.Listeners;
import io.hotupdate.log.Log;
import io.hotupdate.settings.Settings;
import java.io.IOException;
import java.util.function.Consumer;

/** The predecessor as the successor sees it. */
final class Predecessor {
  private final Libc libc;
  private final long pid;
  private final Channel channel;
  private boolean outputTaken;

  private Predecessor(Libc libc, long pid) {
    this.libc = libc;
    this.pid = pid;
    this.channel = new Channel(libc, Inherit.CHANNEL);
  }

  /**
   * Whether the variable speaks the truth: the channel is there, and it was made by the predecessor
   * that is named. A variable that was set by hand, or that reached a child of the application,
   * names descriptors that are something else.
   */
  static boolean isThere(Libc libc, Inherit inherit) {
    try {
      PeerCredentials maker = PeerCredentials.of(libc, Inherit.CHANNEL);
      return libc.option(Inherit.CHANNEL, Socket.SOL_SOCKET, Socket.SO_DOMAIN) == Socket.AF_UNIX
          && maker.pid() == inherit.predecessor();
    } catch (LinuxException noSocket) {
      return false;
    }
  }

  /** Takes what was inherited. Nothing of it is passed on to a child of the application. */
  static Predecessor inherit(Libc libc, Listeners listeners, Inherit inherit) throws IOException {
    for (int fd : new int[] {Inherit.CHANNEL, Inherit.OUTPUT, Inherit.ERROR}) {
      libc.setCloseOnExec(fd);
    }
    libc.unsetEnvironment(Settings.INHERIT);
    listeners.inherit(inherit.listeners(), inherit.generation());
    return new Predecessor(libc, inherit.predecessor());
  }

  /**
   * Says hello and begins to listen.
   *
   * @param messages is given what it says
   * @param gone is called once, when it is gone
   */
  void listen(int number, Consumer<Message> messages, Runnable gone) {
    send(new Message.Hello(number, ProcessHandle.current().pid()));
    channel.listen(
        "predecessor",
        messages,
        () -> {
          gone.run();
          close();
        });
  }

  private void close() {
    try {
      channel.close();
    } catch (LinuxException e) {
      Log.warn(e.getMessage());
    }
  }

  /**
   * Tells it something.
   *
   * @return false if it is gone; {@link #listen} tells that too
   */
  boolean send(Message message) {
    try {
      return channel.send(message);
    } catch (LinuxException gone) {
      Log.debug("not sent to the predecessor, " + message + ": " + gone.getMessage());
      return false;
    }
  }

  /** Its process. */
  long pid() {
    return pid;
  }

  /** Writes to where the predecessor writes, not through it any more. */
  void takeOverOutput() {
    if (outputTaken) {
      return;
    }
    outputTaken = true;
    try {
      libc.replace(Inherit.OUTPUT, 1, false);
      libc.replace(Inherit.ERROR, 2, false);
      libc.close(Inherit.OUTPUT);
      libc.close(Inherit.ERROR);
    } catch (LinuxException e) {
      Log.warn("the output goes through the predecessor until that ends: " + e.getMessage());
    }
  }
}
