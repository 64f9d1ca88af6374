package io.hotupdate.generation;

import io.hotupdate.log.Log;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread on which a generation decides. */
final class SingleThread {
  private SingleThread() {}

  /** A new one. What a task throws is said, not swallowed. */
  static ScheduledExecutorService create() {
    return new ScheduledThreadPoolExecutor(
        1,
        body -> {
          Thread thread = new Thread(null, body, "hotupdate", 0, false);
          thread.setDaemon(true);
          thread.setContextClassLoader(SingleThread.class.getClassLoader());
          return thread;
        }) {
      @Override
      public void execute(Runnable task) {
        super.execute(guarded(task));
      }

      @Override
      public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return super.schedule(guarded(task), delay, unit);
      }
    };
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        Log.error("internal error", e);
        throw e;
      }
    };
  }
}
