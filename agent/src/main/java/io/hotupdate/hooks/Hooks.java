package io.hotupdate.hooks;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.HotUpdateHooks;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Puts the hooks into the JDK and connects them. */
public final class Hooks {
  private Hooks() {}

  /** What the hooks report; called on the application's threads, so it must be quick. */
  public interface Listener {
    /**
     * A server socket is about to be bound.
     *
     * @return true if the descriptor has been made an inherited listener, so that it is bound
     */
    boolean adopt(int fd, SocketAddress wanted);

    /** A server socket has been bound and listens; {@code wanted} is null if none was asked for. */
    void bound(int fd, SocketAddress wanted);

    /** A listener is about to be closed. */
    void closing(int fd);
  }

  /**
   * Inlines the hooks and proves that they fire.
   *
   * @throws IOException if they cannot be inlined or do not fire
   */
  public static void install(Instrumentation instrumentation) throws IOException {
    List<Hook> hooks = Hook.all();
    HookTransformer transformer = new HookTransformer(hooks);
    instrumentation.addTransformer(transformer, true);
    try {
      instrumentation.retransformClasses(
          classes(hooks, instrumentation, transformer).toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException e) {
      throw new IOException("this JVM does not let its socket classes be changed", e);
    }
    if (transformer.failure().isPresent()) {
      throw new IOException(
          "the hooks do not fit this JDK (" + Runtime.version() + ")", transformer.failure().get());
    }
    for (Hook hook : hooks) {
      if (hook.where() == Hook.Where.EVERY_JDK
          && !transformer.methods(hook).containsAll(hook.methods())) {
        throw new IOException(
            "this JDK ("
                + Runtime.version()
                + ") has no "
                + hook.className()
                + "."
                + hook.methods());
      }
    }
    prove();
  }

  private static Set<Class<?>> classes(
      List<Hook> hooks, Instrumentation instrumentation, HookTransformer transformer)
      throws IOException {
    Set<Class<?>> classes = new LinkedHashSet<>();
    for (Hook hook : hooks) {
      try {
        if (hook.where() == Hook.Where.EVERY_JDK || hook.where() == Hook.Where.SOME_JDK) {
          classes.add(Class.forName(hook.className(), false, null));
        }
      } catch (ClassNotFoundException e) {
        if (hook.where() == Hook.Where.EVERY_JDK) {
          throw new IOException(
              "this JDK (" + Runtime.version() + ") has no " + hook.className(), e);
        }
      }
    }
    // In the first generation the application may have been quicker.
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (transformer.concerns(loaded.getClassLoader(), loaded.getName().replace('.', '/'))) {
        classes.add(loaded);
      }
    }
    return classes;
  }

  /** A hook that is inlined but does not fire would be found out at the next update. */
  private static void prove() throws IOException {
    AtomicInteger fired = new AtomicInteger();
    HotUpdateHooks.adopt = (fd, wanted) -> fired.incrementAndGet() < 0;
    HotUpdateHooks.bound = (wanted, fd) -> fired.incrementAndGet();
    HotUpdateHooks.closing = fd -> fired.incrementAndGet();
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } finally {
      HotUpdateHooks.adopt = null;
      HotUpdateHooks.bound = null;
      HotUpdateHooks.closing = null;
    }
    if (fired.get() < 3) {
      throw new IOException("the hooks in the JDK do not fire; is another agent in the way?");
    }
  }

  /** Has the hooks report from now on. */
  public static void connect(Listener listener) {
    BiPredicate<Integer, SocketAddress> adopt = listener::adopt;
    HotUpdateHooks.closing = listener::closing;
    HotUpdateHooks.bound = (wanted, fd) -> listener.bound(fd, wanted);
    HotUpdateHooks.adopt = adopt;
  }

  /**
   * Has every HTTP/2 session told that gets a frame from now on, each of them many times.
   *
   * @param sessions called on the application's threads with whatever a server knows its session
   *     by, so it must be quick and throw nothing
   */
  public static void connectSessions(Consumer<Object> sessions) {
    HotUpdateHooks.sessions = sessions;
  }

  /** Has {@link Listener#closing} called for a listener that was bound before the hooks stood. */
  public static void watch(int fd) {
    HotUpdateHooks.watch(fd);
  }

  /**
   * Calls once when somebody uses JMX, or now if somebody has. Nothing of JMX is loaded for it.
   *
   * @param managed called on the thread of whoever asks for the platform MBean server, so it must
   *     be quick and throw nothing
   */
  public static void whenManaged(Instrumentation instrumentation, Runnable managed) {
    AtomicBoolean called = new AtomicBoolean();
    Runnable once =
        () -> {
          if (called.compareAndSet(false, true)) {
            managed.run();
          }
        };
    HotUpdateHooks.managed = once;
    if (PlatformServer.exists(instrumentation)) {
      once.run();
    }
  }

  /** What the hooks last saw on a descriptor: READ, WRITTEN or ACCEPTED of the hooks, or 0. */
  public static byte lastOperation(int fd) {
    return HotUpdateHooks.lastOperation(fd);
  }

  /** When a connection was accepted, as {@link System#nanoTime} counts; empty if nobody saw it. */
  public static OptionalLong acceptedAt(int fd) {
    return unlessZero(HotUpdateHooks.acceptedAt(fd));
  }

  /** The thread that was the last to read from a descriptor; empty if none was seen. */
  public static OptionalLong lastReader(int fd) {
    return unlessZero(HotUpdateHooks.lastReader(fd));
  }

  /** The same, but empty too if the thread may have read from something else since. */
  public static OptionalLong faithfulReader(int fd) {
    return unlessZero(HotUpdateHooks.reader(fd));
  }

  /** What was special about a read: HEAD or SEVERAL of the hooks, or 0. */
  public static byte request(int fd) {
    return HotUpdateHooks.request(fd);
  }

  /**
   * READ of the hooks and what is special, if a request behind encryption is not answered, or 0.
   */
  public static byte decryptedRequest(int fd) {
    return HotUpdateHooks.decrypted(fd);
  }

  /** What goes over a connection apart from requests and their answers. */
  public enum Stream {
    /** Nothing that was seen. */
    NONE,
    /** A response in chunks, whose last chunk has not been written. */
    CHUNKS,
    /** What the connection was upgraded to from HTTP. */
    UPGRADED
  }

  /** What goes over a descriptor apart from requests and their answers. */
  public static Stream stream(int fd) {
    return switch (HotUpdateHooks.stream(fd)) {
      case HotUpdateHooks.CHUNKS -> Stream.CHUNKS;
      case HotUpdateHooks.UPGRADED -> Stream.UPGRADED;
      default -> Stream.NONE;
    };
  }

  /** From where an {@code SSLEngine} or {@code SSLSocket} has decrypted; empty if not seen. */
  public static OptionalInt descriptorOf(Object decrypter) {
    int fd = HotUpdateHooks.descriptorOf(decrypter);
    return fd < 0 ? OptionalInt.empty() : OptionalInt.of(fd);
  }

  private static OptionalLong unlessZero(long value) {
    return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
