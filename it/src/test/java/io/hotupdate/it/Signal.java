package io.hotupdate.it;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/** Signals, see signal(7). */
public enum Signal {
  /** Asks for an update. */
  HUP(jnr.constants.platform.Signal.SIGHUP),
  /** Asks for an update where HOTUPDATE_SIGNAL says so. */
  USR1(jnr.constants.platform.Signal.SIGUSR1),
  /** Asks for the end. */
  TERM(jnr.constants.platform.Signal.SIGTERM),
  /** Ends at once. */
  KILL(jnr.constants.platform.Signal.SIGKILL),
  /** Freezes. */
  STOP(jnr.constants.platform.Signal.SIGSTOP),
  /** Goes on after {@link #STOP}. */
  CONT(jnr.constants.platform.Signal.SIGCONT);

  private static final POSIX LIBC = POSIXFactory.getNativePOSIX();

  private final jnr.constants.platform.Signal signal;

  Signal(jnr.constants.platform.Signal signal) {
    this.signal = signal;
  }

  /**
   * Sends it to one process.
   *
   * @return false when there is no such process
   */
  public boolean send(long pid) {
    if (pid <= 1) {
      throw new IllegalArgumentException("pid is " + pid);
    }
    return LIBC.kill(Math.toIntExact(pid), signal.intValue()) == 0;
  }
}
