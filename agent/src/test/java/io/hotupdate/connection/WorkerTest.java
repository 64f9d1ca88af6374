package io.hotupdate.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hotupdate.linux.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final String THREAD = "java.base/java.lang.Thread.run";

  @Test
  void a_thread_that_runs_or_sleeps_or_asks_others_is_at_work() {
    expectAtWork("com.example.Shop.buy", THREAD);
    expectAtWork("java.base/java.lang.Thread.sleep", "com.example.Shop.buy", THREAD);
    expectAtWork(
        "java.base/sun.nio.ch.Net.poll",
        "java.base/sun.nio.ch.NioSocketImpl.park",
        "java.base/sun.nio.ch.NioSocketImpl.read",
        "org.db.Driver.query",
        THREAD);
  }

  @Test
  void a_thread_that_waits_inside_the_application_is_at_work() {
    expectAtWork(
        "java.base/jdk.internal.misc.Unsafe.park",
        "java.base/java.util.concurrent.CompletableFuture.get",
        "com.example.Shop.buy",
        "org.eclipse.jetty.server.Server.handle",
        THREAD);
    expectAtWork(
        "java.base/java.lang.Object.wait0", "com.example.Shop.buy", "org.server.Pool.run", THREAD);
  }

  @Test
  void an_idle_thread_of_a_pool_is_not() {
    expectNotAtWork(
        "java.base/jdk.internal.misc.Unsafe.park",
        "java.base/java.util.concurrent.LinkedBlockingQueue.take",
        "java.base/java.util.concurrent.ThreadPoolExecutor.getTask",
        THREAD);
    expectNotAtWork(
        "java.base/jdk.internal.misc.Unsafe.park",
        "java.base/java.util.concurrent.locks.LockSupport.parkNanos",
        "org.eclipse.jetty.util.BlockingArrayQueue.poll",
        "org.eclipse.jetty.util.thread.QueuedThreadPool.idleJobPoll",
        "org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.run",
        THREAD);
  }

  @Test
  void one_that_waits_for_connections_or_for_what_they_send_is_not() {
    expectNotAtWork(
        "java.base/sun.nio.ch.EPoll.wait",
        "java.base/sun.nio.ch.EPollSelectorImpl.doSelect",
        "io.netty.channel.nio.NioEventLoop.run",
        "com.example.Loop.run",
        THREAD);
    expectNotAtWork(
        "java.base/sun.nio.ch.Net.accept",
        "java.base/sun.nio.ch.NioSocketImpl.accept",
        "java.base/java.net.ServerSocket.accept",
        "com.example.Server.run",
        THREAD);
  }

  @Test
  void one_that_has_ended_is_not() {
    expectNotAtWork();
  }

  @Test
  void the_thread_that_works_on_a_busy_connection_is_found_with_its_stack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              begun.countDown();
              while (end.getCount() > 0) {
                Thread.onSpinWait();
              }
            },
            "works");
    thread.start();
    begun.await();
    try {
      @SuppressWarnings("deprecation") // JDK 17 has no threadId.
      long id = thread.getId();
      Map<Long, Worker> workers =
          Worker.of(
              List.of(
                  connection(1, Connection.Activity.BUSY, id),
                  connection(2, Connection.Activity.QUIET, id),
                  connection(3, Connection.Activity.BUSY, Long.MAX_VALUE)));
      assertThat(workers).containsOnlyKeys(1L);
      assertThat(workers.get(1L).name()).isEqualTo("works");
      assertThat(workers.get(1L).stack())
          .anyMatch(frame -> frame.getClassName().equals(WorkerTest.class.getName()));
    } finally {
      end.countDown();
      thread.join();
    }
  }

  private static Connection connection(long cookie, Connection.Activity activity, long reader) {
    Address address = Address.unix(new byte[] {'a'});
    OptionalLong none = OptionalLong.empty();
    return new Connection(
        3,
        cookie,
        address,
        address,
        activity,
        0,
        none,
        none,
        none,
        OptionalLong.of(reader),
        Exchange.UNKNOWN,
        false,
        0,
        0);
  }

  private static void expectAtWork(String... frames) {
    assertThat(Worker.isAtWork(stack(frames))).isTrue();
  }

  private static void expectNotAtWork(String... frames) {
    assertThat(Worker.isAtWork(stack(frames))).isFalse();
  }

  /** Frames as module/class.method, where classes of the application have no module. */
  private static List<StackTraceElement> stack(String... frames) {
    List<StackTraceElement> stack = new ArrayList<>();
    for (String frame : frames) {
      int slash = frame.indexOf('/');
      int dot = frame.lastIndexOf('.');
      stack.add(
          new StackTraceElement(
              null,
              slash < 0 ? null : frame.substring(0, slash),
              null,
              frame.substring(slash + 1, dot),
              frame.substring(dot + 1),
              "File.java",
              1));
    }
    return stack;
  }
}
