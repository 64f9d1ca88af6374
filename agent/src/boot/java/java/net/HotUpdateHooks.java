package java.net;

import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * The one class of the agent that the JDK's own classes can see. Code that the agent inlines into
 * the JDK calls these methods; they do nothing until the agent has set what they call.
 *
 * <p>It lives in {@code java.base}, so it may use JDK types only.
 */
public final class HotUpdateHooks {
  /** The last operation of a connection was a read: a request came in. */
  public static final byte READ = 1;

  /** The last operation of a connection was a write: an answer went out. */
  public static final byte WRITTEN = 2;

  /** A connection was accepted, and nothing has happened on it. */
  public static final byte ACCEPTED = 3;

  /** Added to {@link #READ}: the method of the request is HEAD. */
  public static final byte HEAD = 0x10;

  /** Added to {@link #READ}: more requests came in than have been answered. */
  public static final byte SEVERAL = 0x20;

  /** A response in chunks is under way on a connection. */
  public static final byte CHUNKS = 1;

  /** A connection does not speak HTTP any more, but what it was upgraded to. */
  public static final byte UPGRADED = 2;

  private static final byte OPERATION = 0x0f;

  /**
   * Called with descriptor and wanted address before a bind; true if an inherited listener is used.
   */
  public static volatile BiPredicate<Integer, SocketAddress> adopt;

  /** Called with wanted address and descriptor when a server socket has been bound and listens. */
  public static volatile ObjIntConsumer<SocketAddress> bound;

  /** Called with the descriptor before a listener is closed. */
  public static volatile IntConsumer closing;

  /** Called when somebody asks for the platform MBean server, once. */
  public static volatile Runnable managed;

  /** Called with an HTTP/2 session whenever it has got a frame; see package http2 of the agent. */
  public static volatile Consumer<Object> sessions;

  private static final JavaIOFileDescriptorAccess FILE_DESCRIPTORS =
      SharedSecrets.getJavaIOFileDescriptorAccess();

  // One cache line for each descriptor, so that two connections never slow each other down: eight
  // longs, of which these are used and the first is the last operation.
  private static final int STRIDE_BITS = 3;
  private static final int LISTENER = 1;
  private static final int ACCEPTED_AT = 2;
  private static final int READER = 3;
  private static final int STREAM = 4;
  private static final int DECRYPTED = 5;
  private static final int DECRYPTER = 6;
  private static final int LARGEST = 1 << 20;

  // Replaced by a larger copy when a larger descriptor comes. A store that falls into the copying
  // is lost; whoever reads the table asks the kernel as well.
  private static long[] table = new long[256 << STRIDE_BITS];

  // The other way round: what each thread read from last, thread and descriptor in one long. One
  // cache line for each; threads whose numbers share one overwrite each other, and then it says
  // nothing of either.
  private static final int THREADS = 256;
  private static final int DESCRIPTOR_BITS = 24;
  private static final long[] LAST_READ = new long[THREADS << STRIDE_BITS];

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  // Not Thread.getId, which the application's own threads may override; JDK 17 has no threadId.
  private static final long THREAD_NUMBER = threadNumber();

  private static final ThreadLocal<Boolean> BINDING = new ThreadLocal<>();

  // What this thread has bound by a native transport and not listened on yet.
  private static final ThreadLocal<SocketAddress> BOUND_NATIVE = new ThreadLocal<>();

  private HotUpdateHooks() {}

  /** This thread begins to bind a server socket. */
  public static void enterBind() {
    BINDING.set(Boolean.TRUE);
  }

  /** This thread has left the bind of a server socket. */
  public static void exitBind() {
    BINDING.remove();
  }

  /** Before the system call bind: true = the descriptor is bound already, skip the call. */
  public static boolean bind(FileDescriptor descriptor, InetAddress address, int port) {
    return bind(descriptor, new InetSocketAddress(address, port));
  }

  /** The same for a unix socket. */
  public static boolean bind(FileDescriptor descriptor, Path path) {
    return bind(descriptor, UnixDomainSocketAddress.of(path));
  }

  private static boolean bind(FileDescriptor descriptor, SocketAddress address) {
    return BINDING.get() != null && adopt(FILE_DESCRIPTORS.get(descriptor), address);
  }

  /** Before Netty binds a native socket: true = it is bound already, skip the call. */
  public static boolean bindNative(int fd, SocketAddress address) {
    // Not an address class of the application's: it would be held by this thread.
    BOUND_NATIVE.set(address instanceof InetSocketAddress ? address : null);
    // A client that binds to any port cannot be told from a server here.
    return (!(address instanceof InetSocketAddress internet) || internet.getPort() != 0)
        && adopt(fd, address);
  }

  private static boolean adopt(int fd, SocketAddress address) {
    BiPredicate<Integer, SocketAddress> target = adopt;
    if (target == null || !target.test(fd, address)) {
      return false;
    }
    watch(fd);
    return true;
  }

  /** Netty's native socket listens. */
  public static void listeningNative(int fd) {
    SocketAddress wanted = BOUND_NATIVE.get();
    BOUND_NATIVE.remove();
    bound(fd, wanted);
  }

  /** A server socket has been bound. */
  public static void bound(SocketImpl socket, SocketAddress wanted) {
    bound(socket.getFileDescriptor(), wanted);
  }

  /** A server socket channel has been bound. */
  public static void bound(FileDescriptor descriptor, SocketAddress wanted) {
    if (descriptor != null) {
      bound(FILE_DESCRIPTORS.get(descriptor), wanted);
    }
  }

  private static void bound(int fd, SocketAddress wanted) {
    ObjIntConsumer<SocketAddress> target = bound;
    if (target != null) {
      watch(fd);
      target.accept(wanted, fd);
    }
  }

  /** A connection has been accepted. */
  public static void accepted(SocketImpl socket) {
    accepted(socket.getFileDescriptor());
  }

  /** A connection has been accepted. */
  public static void accepted(FileDescriptor descriptor) {
    begin(FILE_DESCRIPTORS.get(descriptor), ACCEPTED);
  }

  /** Netty's native socket has accepted a connection; negative if there was none. */
  public static void acceptedNative(int fd) {
    begin(fd, ACCEPTED);
  }

  private static void begin(int fd, byte operation) {
    if (fd >= 0 && fd < LARGEST) {
      reserve(fd);
      // 0 means that nobody has seen it.
      change(fd, table, operation, System.nanoTime() | 1);
    }
  }

  /** A descriptor has another meaning from now on. */
  private static void change(int fd, long[] slots, byte operation, long acceptedAt) {
    int index = fd << STRIDE_BITS;
    slots[index] = operation;
    slots[index + ACCEPTED_AT] = acceptedAt;
    slots[index + READER] = 0;
    slots[index + STREAM] = 0;
    slots[index + DECRYPTED] = 0;
    slots[index + DECRYPTER] = 0;
    HotUpdateTraffic.changed(fd);
  }

  /** A read from a socket has returned this many bytes. */
  public static void read(long bytes, FileDescriptor descriptor, long address) {
    if (bytes > 0) {
      read(bytes, FILE_DESCRIPTORS.get(descriptor), address);
    }
  }

  /** The same. */
  static void read(long bytes, int fd, long address) {
    if (bytes > 0) {
      // Before the table forgets what was before.
      HotUpdateTraffic.read(fd, address, (int) bytes);
      read(fd, address, bytes);
    }
  }

  /** A read from a socket into several buffers, struct iovec, has returned this many bytes. */
  public static void readVector(long bytes, FileDescriptor descriptor, long vectors) {
    if (bytes > 0) {
      int fd = FILE_DESCRIPTORS.get(descriptor);
      HotUpdateTraffic.readVector(fd, vectors, bytes);
      read(fd, UNSAFE.getLong(vectors), Math.min(bytes, UNSAFE.getLong(vectors + Long.BYTES)));
    }
  }

  private static void read(int fd, long address, long bytes) {
    long[] slots = table;
    int index = fd << STRIDE_BITS;
    if (index >= 0 && index < slots.length) {
      long before = slots[index];
      if (before == WRITTEN && slots[index + DECRYPTED] != 0) {
        slots[index + DECRYPTED] = 0;
      }
      slots[index] = operation(before, null, address, bytes);
      // Not where this process is the client: a thread that asks a database for its answer is
      // still at work on the request.
      if (slots[index + ACCEPTED_AT] != 0) {
        long thread = currentThread();
        slots[index + READER] = thread;
        LAST_READ[lastReadBy(thread)] = pack(thread, fd);
      }
    }
  }

  private static long operation(long before, Object base, long address, long bytes) {
    boolean unanswered = (before & OPERATION) == READ;
    if (!HotUpdateGlance.isRequest(base, address, bytes)) {
      // The rest of a request. If there was an answer in between, more was asked before; and
      // there may be another request behind the rest.
      return unanswered ? before : before == ACCEPTED ? READ : READ | SEVERAL;
    }
    if (unanswered || HotUpdateGlance.holdsAnother(base, address, bytes)) {
      return READ | SEVERAL;
    }
    return HotUpdateGlance.isHead(base, address) ? READ | HEAD : READ;
  }

  /** What was read last by this thread has been decrypted by this engine or socket. */
  static void decrypted(Object by) {
    int index = lastRead() << STRIDE_BITS;
    long[] slots = table;
    if (index >= 0 && index < slots.length) {
      slots[index + DECRYPTER] = System.identityHashCode(by);
    }
  }

  /** What was read last by this thread has been decrypted into a buffer, before its position. */
  static void decrypted(ByteBuffer buffer, int bytes) {
    if (bytes <= buffer.position() && (buffer.isDirect() || buffer.hasArray())) {
      decrypted(
          HotUpdateGlance.base(buffer),
          HotUpdateGlance.address(buffer) + buffer.position() - bytes,
          bytes);
    }
  }

  /** The same, into an array. */
  static void decrypted(byte[] array, int offset, int bytes) {
    decrypted(array, HotUpdateGlance.ARRAY + (long) offset, bytes);
  }

  private static void decrypted(Object base, long address, long bytes) {
    int index = lastRead() << STRIDE_BITS;
    long[] slots = table;
    if (index >= 0 && index < slots.length) {
      slots[index + DECRYPTED] = operation(slots[index + DECRYPTED], base, address, bytes);
    }
  }

  /** A write to a socket has taken this many bytes; gives what is to be reported. */
  public static int written(int bytes, FileDescriptor descriptor, long address) {
    return (int) written(bytes, FILE_DESCRIPTORS.get(descriptor), address);
  }

  /** The same. */
  static long written(long bytes, int fd, long address) {
    if (bytes > 0) {
      written(fd, address, bytes, address + bytes, bytes);
    }
    return HotUpdateTraffic.listener == null ? bytes : HotUpdateTraffic.written(bytes);
  }

  /** A write to a socket has taken this many bytes from several buffers, struct iovec. */
  public static long writtenVector(long bytes, FileDescriptor descriptor, long vectors) {
    return writtenVector(bytes, FILE_DESCRIPTORS.get(descriptor), vectors);
  }

  /** The same. */
  static long writtenVector(long bytes, int fd, long vectors) {
    if (bytes > 0) {
      long length = UNSAFE.getLong(vectors + Long.BYTES);
      long vector = vectors;
      long left = bytes;
      while (left > length) {
        left -= length;
        vector += 2 * Long.BYTES;
        length = UNSAFE.getLong(vector + Long.BYTES);
      }
      written(
          fd,
          UNSAFE.getLong(vectors),
          Math.min(bytes, UNSAFE.getLong(vectors + Long.BYTES)),
          UNSAFE.getLong(vector) + left,
          left);
    }
    return HotUpdateTraffic.listener == null ? bytes : HotUpdateTraffic.written(bytes);
  }

  /** Netty has written several buffers. */
  static long written(long bytes, int fd) {
    if (bytes > 0) {
      written(fd, 0, 0, 0, 0);
    }
    return HotUpdateTraffic.listener == null ? bytes : HotUpdateTraffic.written(bytes);
  }

  // The first piece, of which the beginning is of interest, and the last one, to its end.
  private static void written(int fd, long address, long length, long end, long last) {
    long[] slots = table;
    int index = fd << STRIDE_BITS;
    if (index >= 0 && index < slots.length) {
      slots[index] = WRITTEN;
      if (HotUpdateGlance.isResponse(null, address, length)) {
        responded(slots, index + STREAM, address, length, end, last);
      } else if (slots[index + STREAM] == CHUNKS && HotUpdateGlance.endsChunks(end, last)) {
        slots[index + STREAM] = 0;
      }
    }
  }

  private static void responded(
      long[] slots, int stream, long address, long length, long end, long last) {
    if (slots[stream] == UPGRADED) {
      return;
    }
    if (HotUpdateGlance.switchesProtocols(null, address)) {
      slots[stream] = UPGRADED;
    } else {
      slots[stream] =
          HotUpdateGlance.endsLine(end, last)
                  && !HotUpdateGlance.endsChunks(end, last)
                  && HotUpdateGlance.isChunked(null, address, length)
              ? CHUNKS
              : 0;
    }
  }

  /** What this thread has read from last, because behind encryption nobody knows descriptors. */
  static int lastRead() {
    long thread = currentThread();
    long packed = LAST_READ[lastReadBy(thread)];
    return packed >>> DESCRIPTOR_BITS == thread ? (int) packed & (1 << DESCRIPTOR_BITS) - 1 : -1;
  }

  /** The connection behind this engine or socket is upgraded. */
  static void upgraded(Object decrypter) {
    int index = descriptorOf(decrypter) << STRIDE_BITS;
    long[] slots = table;
    if (index >= 0 && index < slots.length) {
      slots[index + STREAM] = UPGRADED;
    }
  }

  /**
   * The descriptor from which an engine or a socket has decrypted last, or -1. Looks at the whole
   * table, so it is for rare occasions. The thread that writes may be another than the one that has
   * read.
   */
  public static int descriptorOf(Object decrypter) {
    int hash = System.identityHashCode(decrypter);
    long[] slots = table;
    for (int index = 0; index < slots.length; index += 1 << STRIDE_BITS) {
      if (slots[index + DECRYPTER] == hash) {
        return index >> STRIDE_BITS;
      }
    }
    return -1;
  }

  private static long threadNumber() {
    try {
      return UNSAFE.objectFieldOffset(Thread.class, "tid");
    } catch (InternalError thisJdkHasAnother) {
      return 0;
    }
  }

  private static long currentThread() {
    return THREAD_NUMBER == 0 ? 0 : UNSAFE.getLong(Thread.currentThread(), THREAD_NUMBER);
  }

  private static int lastReadBy(long thread) {
    return ((int) thread & THREADS - 1) << STRIDE_BITS;
  }

  private static long pack(long thread, int fd) {
    return thread << DESCRIPTOR_BITS | fd;
  }

  /** A socket is about to be closed, or its descriptor to be made useless. */
  public static void closing(FileDescriptor descriptor) {
    closingNative(FILE_DESCRIPTORS.get(descriptor));
  }

  /** Netty closes a native descriptor. */
  public static void closingNative(int fd) {
    long[] slots = table;
    int index = fd << STRIDE_BITS;
    if (index < 0 || index >= slots.length) {
      return;
    }
    change(fd, slots, (byte) 0, 0);
    if (slots[index + LISTENER] != 0) {
      slots[index + LISTENER] = 0;
      IntConsumer target = closing;
      if (target != null) {
        target.accept(fd);
      }
    }
  }

  /** Somebody has asked for the platform MBean server, which exists now. */
  public static void managed() {
    // Not by two threads at once: the method that calls this one is synchronized.
    Runnable target = managed;
    if (target != null) {
      managed = null;
      target.run();
    }
  }

  /** An HTTP/2 session of a server or a client has got a frame. */
  public static void session(Object session) {
    Consumer<Object> target = sessions;
    if (target != null) {
      target.accept(session);
    }
  }

  /** Has {@link #closing} told of the end of this listener. */
  public static void watch(int fd) {
    if (fd >= 0 && fd < LARGEST) {
      synchronized (HotUpdateHooks.class) {
        reserve(fd);
        // Not lost in a copying, which holds the same lock.
        table[(fd << STRIDE_BITS) + LISTENER] = 1;
      }
    }
  }

  /** The last operation seen on a descriptor, or 0 if none was seen. */
  public static byte lastOperation(int fd) {
    return (byte) (slot(fd, 0) & OPERATION);
  }

  /** What was special about it: {@link #HEAD} or {@link #SEVERAL}, or 0. */
  public static byte request(int fd) {
    return (byte) (slot(fd, 0) & ~OPERATION);
  }

  /** The last request behind encryption, as {@link #request} tells, if it is not answered; or 0. */
  public static byte decrypted(int fd) {
    return (byte) slot(fd, DECRYPTED);
  }

  /** {@link #CHUNKS} or {@link #UPGRADED}, or 0. */
  public static byte stream(int fd) {
    return (byte) slot(fd, STREAM);
  }

  /** When the connection was accepted, as {@link System#nanoTime} counts, or 0 if nobody saw it. */
  public static long acceptedAt(int fd) {
    return slot(fd, ACCEPTED_AT);
  }

  /**
   * The number of the thread that was the last to read from the accepted connection, if it has read
   * from no other since; 0 if not, or if nobody saw it.
   */
  public static long reader(int fd) {
    long thread = slot(fd, READER);
    return LAST_READ[lastReadBy(thread)] == pack(thread, fd) ? thread : 0;
  }

  /** The number of the thread that was the last to read from the accepted connection, or 0. */
  public static long lastReader(int fd) {
    return slot(fd, READER);
  }

  private static long slot(int fd, int offset) {
    long[] slots = table;
    int index = fd << STRIDE_BITS;
    return index >= 0 && index < slots.length ? slots[index + offset] : 0;
  }

  private static void reserve(int fd) {
    if (fd << STRIDE_BITS >= table.length) {
      synchronized (HotUpdateHooks.class) {
        int needed = (fd + 1) << STRIDE_BITS;
        if (needed > table.length) {
          table = Arrays.copyOf(table, Math.max(needed, table.length * 2));
        }
      }
    }
  }
}
