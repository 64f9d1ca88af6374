package io.hotupdate.http2;

import io.hotupdate.log.Log;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The telling of one drain. */
final class Telling {
  // More than one, because Tomcat waits for a client that does not read.
  private static final int THREADS = 4;
  private static final long UNUSED_SECONDS = 5;

  private volatile List<Server> servers;
  private final Consumer<SocketAddress> told;
  private final Trouble trouble;
  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private volatile boolean ended;

  Telling(List<Server> servers, Consumer<SocketAddress> told, Trouble trouble) {
    this.servers = servers;
    this.told = told;
    this.trouble = trouble;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            UNUSED_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Telling::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "hotupdate-http2");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** How many have been told. */
  int count() {
    return count.get();
  }

  /** Tells nobody any more. */
  void end() {
    ended = true;
    // They hold classes of the application.
    servers = List.of();
    // Not interrupted: that would close the connection that a thread is writing to.
    threads.shutdown();
  }

  /** Tells a session's client, unless it has been told or is just being told; returns at once. */
  void tell(KnownSession known, Object session) {
    if (known.claim(this)) {
      execute(threads, () -> tellOnItsThread(known, session));
    }
  }

  private void tellOnItsThread(KnownSession known, Object session) {
    Optional<Server> server = Server.of(session, servers);
    if (ended) {
      return;
    }
    if (server.isEmpty()) {
      trouble.unknown(session.getClass().getName());
      return;
    }
    attempt(
        server.get(),
        () ->
            execute(
                server.get().writer(session, Runnable::run),
                () -> attempt(server.get(), () -> tell(server.get(), known, session))));
  }

  private void tell(Server server, KnownSession known, Object session)
      throws ReflectiveOperationException {
    if (ended || !server.serves(session)) {
      return;
    }
    if (!server.ready(session)) {
      // Its next frame comes here again. On the session's own thread, so none is missed.
      known.release(this);
      return;
    }
    Optional<SocketAddress> client = server.client(session);
    server.notice(session);
    count.incrementAndGet();
    client.ifPresent(told);
  }

  private static void execute(Executor executor, Runnable task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      Log.debug("an HTTP/2 client was not told: its connection or the drain is at its end");
    }
  }

  private void attempt(Server server, Step step) {
    try {
      step.run();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException) {
        Log.debug("an HTTP/2 client of " + server.name() + " was not told: " + e.getCause());
      } else {
        trouble.cannot(server.name(), e.getCause());
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      trouble.cannot(server.name(), e);
    }
  }

  private interface Step {
    void run() throws ReflectiveOperationException;
  }
}
