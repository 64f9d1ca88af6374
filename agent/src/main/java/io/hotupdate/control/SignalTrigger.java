package io.hotupdate.control;

import io.hotupdate.linux.Libc;
import io.hotupdate.linux.Proc;
import io.hotupdate.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;

/** Has a signal ask for an update. There is no other way to a signal than the JDK's own class. */
final class SignalTrigger {
  private final Signal signal;
  private final AtomicReference<Runnable> target = new AtomicReference<>();
  private final AtomicBoolean early = new AtomicBoolean();
  private final CountDownLatch arrived = new CountDownLatch(1);

  /**
   * @param name the signal's name without SIG
   */
  SignalTrigger(String name) {
    this.signal = new Signal(name);
  }

  /**
   * Takes the signal, so that it does not end the JVM any more. One that comes before {@link
   * #connect} is remembered.
   *
   * @return false if the JVM keeps the signal for itself
   */
  boolean install() {
    try {
      Signal.handle(signal, received -> received());
      return isDelivered();
    } catch (IllegalArgumentException reserved) {
      return false;
    }
  }

  /** With -Xrs the JVM has no thread that would run a handler, whatever the signal. */
  private static boolean isDelivered() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("Signal Dispatcher"));
  }

  private void received() {
    Runnable request = target.get();
    if (request != null) {
      request.run();
    } else {
      early.set(true);
      arrived.countDown();
      // It may have been connected in between.
      request = target.get();
      if (request != null && early.compareAndSet(true, false)) {
        request.run();
      }
    }
  }

  /**
   * Takes the signal even where this process was started with it ignored, as under nohup(1). There
   * the JVM says that it has installed a handler, but has not.
   */
  void endIgnoring(Libc libc, Proc proc) throws IOException {
    if (proc.ignores(signal.getNumber())) {
      libc.setDefaultAction(signal.getNumber());
      install();
    }
  }

  /** Waits until the signal comes, at most for the time given. */
  void await(Duration time) {
    try {
      boolean unused = arrived.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on the signal does this. */
  void connect(Runnable request) {
    target.set(request);
    if (early.compareAndSet(true, false)) {
      request.run();
    }
  }

  /**
   * Says how to ask for an update.
   *
   * @param installed whether the signal comes here
   * @param control whether the command line can talk to this process
   */
  void explain(int generation, boolean installed, boolean control) {
    long pid = ProcessHandle.current().pid();
    String name = signal.getName();
    if (installed) {
      Log.info(
          "generation "
              + generation
              + ", pid "
              + pid
              + ": kill -"
              + name
              + " "
              + pid
              + " updates it");
    } else {
      Log.warn(
          "generation "
              + generation
              + ", pid "
              + pid
              + ": the JVM runs with -Xrs, so no signal"
              + " reaches the agent and kill -"
              + name
              + " may end the server; to update it, "
              + (control
                  ? "java -jar hotupdate.jar update " + pid
                  : "start it without -Xrs or with a control socket"));
    }
  }

  /** The signal's number. */
  int number() {
    return signal.getNumber();
  }
}
