package io.hotupdate.connection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A thread that works on a connection.
 *
 * <p>Nobody knows which thread that is but the server. What can be seen is who read the request,
 * and what that thread does now. It is told only where that leaves no usual doubt: nothing is
 * better than the wrong thread.
 *
 * @param name the thread's name
 * @param stack what it does, top first
 */
public record Worker(String name, List<StackTraceElement> stack) {
  // Each look at a stack stops the thread for a moment, before JDK 19 all of them.
  private static final int MOST = 100;

  /** Copies the stack. */
  public Worker {
    stack = List.copyOf(stack);
  }

  /**
   * The threads that work on connections, by the connections' cookies. Takes a look at a hundred
   * stacks at most.
   */
  public static Map<Long, Worker> of(Collection<Connection> connections) {
    List<Connection> busy =
        connections.stream()
            .filter(connection -> connection.isBusy() && connection.reader().isPresent())
            .limit(MOST)
            .toList();
    Map<Long, Worker> workers = new HashMap<>();
    if (!busy.isEmpty()) {
      Map<Long, Thread> threads = threads();
      for (Connection connection : busy) {
        Optional.ofNullable(threads.get(connection.reader().getAsLong()))
            .flatMap(Worker::of)
            .ifPresent(worker -> workers.put(connection.cookie(), worker));
      }
    }
    return workers;
  }

  private static Optional<Worker> of(Thread thread) {
    List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
    return isAtWork(stack) ? Optional.of(new Worker(thread.getName(), stack)) : Optional.empty();
  }

  /** The living threads by number. Virtual ones are not among them. */
  private static Map<Long, Thread> threads() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] list = new Thread[root.activeCount() + 64];
    int count = root.enumerate(list);
    while (count == list.length) {
      list = new Thread[list.length * 2];
      count = root.enumerate(list);
    }
    return Arrays.stream(list, 0, count)
        .collect(Collectors.toMap(Worker::number, thread -> thread, (one, other) -> one));
  }

  @SuppressWarnings("deprecation") // JDK 17 has no threadId.
  private static long number(Thread thread) {
    return thread.getId();
  }

  /**
   * Whether a thread with this stack can be at work on a request, and not one that has left it to
   * another and waits for the next thing to do.
   */
  static boolean isAtWork(List<StackTraceElement> stack) {
    List<StackTraceElement> jdk = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      if (!isOfTheJdk(frame)) {
        break;
      }
      jdk.add(frame);
    }
    if (jdk.size() == stack.size() || jdk.stream().anyMatch(Worker::waitsForConnections)) {
      return false;
    }
    // A lock, a queue, a future. An idle thread of a pool stands in one too, but it has nothing but
    // the pool below it, where one at work has at least the server and the application.
    return jdk.isEmpty() || !isParked(jdk.get(0)) || roots(stack).size() > 1;
  }

  private static boolean isOfTheJdk(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  private static boolean waitsForConnections(StackTraceElement frame) {
    return frame.getClassName().contains("Selector")
        || frame.getClassName().startsWith("sun.nio.ch.EPoll")
        || frame.getMethodName().equals("accept");
  }

  private static boolean isParked(StackTraceElement top) {
    return (top.getClassName().equals("jdk.internal.misc.Unsafe")
            && top.getMethodName().equals("park"))
        || (top.getClassName().equals("java.lang.Object")
            && top.getMethodName().startsWith("wait"));
  }

  /** The beginnings of the names of packages, org.eclipse, com.example, that are not the JDK's. */
  private static Set<String> roots(List<StackTraceElement> stack) {
    return stack.stream()
        .filter(frame -> !isOfTheJdk(frame))
        .map(frame -> frame.getClassName().split("\\.", 3))
        .map(words -> words.length < 3 ? words[0] : words[0] + "." + words[1])
        .collect(Collectors.toSet());
  }
}
