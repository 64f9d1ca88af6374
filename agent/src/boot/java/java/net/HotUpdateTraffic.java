package java.net;

import java.io.FileDescriptor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLSocket;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * What goes over the connections, while the agent wants to know: then a copy of what clients send
 * is given to {@link Listener#received}, and what servers send may be replaced. Code that the agent
 * inlines calls these methods before and after the JDK and others read and write. As long as there
 * is no {@link #listener} they do nothing.
 *
 * <p>A connection is named by its descriptor, an {@link Integer}, or behind encryption by its
 * {@link SSLEngine} or {@link SSLSocket}.
 */
public final class HotUpdateTraffic {
  /** Who wants to know; null: nobody. */
  public static volatile Listener listener;

  private static final JavaIOFileDescriptorAccess FILE_DESCRIPTORS =
      SharedSecrets.getJavaIOFileDescriptorAccess();
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  // struct iovec of readv(2): an address and a length. More of them than IOV_MAX are refused.
  private static final int VECTOR_BYTES = 16;
  private static final int MOST_VECTORS = 1024;

  // How many bytes of several pieces are looked at, in a copy, and so offered at once. A socket
  // seldom takes more, and whoever writes several pieces must reckon with that.
  private static final int MOST_GATHERED = 1024 * 1024;
  // A record of TLS holds 16 KiB, and a wrap makes one.
  private static final int MOST_WRAPPED = 32 * 1024;

  private static final long CAPACITY = UNSAFE.objectFieldOffset(Buffer.class, "capacity");

  // What this thread is about to send instead of what the server sends.
  private static final ThreadLocal<Offer> OFFER = new ThreadLocal<>();

  // The buffers into which this thread unwraps, as they were.
  private static final ThreadLocal<ByteBuffer[]> DESTINATION = new ThreadLocal<>();

  // As a dispatcher's read and write tell that nothing was possible now, sun.nio.ch.IOStatus.
  private static final int UNAVAILABLE = -2;

  private HotUpdateTraffic() {}

  /** Is told of what goes over connections; called on the application's threads. */
  public interface Listener {
    /** What is said on a connection, as the other methods take it; null if it is of no interest. */
    Object conversation(Object connection);

    /** A client has sent these bytes. */
    void received(Object conversation, ByteBuffer bytes);

    /**
     * The server sends these bytes.
     *
     * @param bytes may be looked at until the {@link #sent} that follows, and not later: it is the
     *     server's own memory
     * @return what is sent instead of those up to the position that {@code bytes} has afterwards;
     *     null if they are sent as they are
     */
    ByteBuffer replace(Object conversation, ByteBuffer bytes);

    /**
     * Follows each {@link #replace}.
     *
     * @param taken how many bytes of what it gave, and of those behind, were sent; not above 0 if
     *     none were
     * @return how many of the server's own bytes have been sent so; -1: none, though bytes were
     */
    long sent(Object conversation, long taken);

    /** Bytes went from a file to the client, past {@link #replace}. */
    void passed(Object conversation, long bytes);

    /** A connection begins to use this descriptor, or has ended. */
    void changed(int fd);
  }

  /** What is offered to the system, from the call before a write to the call after it. */
  private static final class Offer {
    private final Object conversation;
    private final long address;
    private final ByteBuffer[] buffers;
    private final boolean changed;
    private final int offset;

    /** Native memory, which is freed once it has been taken; 0: it is sent as it is. */
    Offer(Object conversation, long address) {
      this.conversation = conversation;
      this.address = address;
      this.buffers = null;
      this.changed = address != 0;
      this.offset = 0;
    }

    /** Buffers of the server's, whose positions move on by what is reported as sent. */
    Offer(Object conversation, ByteBuffer[] buffers, boolean changed, int offset) {
      this.conversation = conversation;
      this.address = 0;
      this.buffers = buffers;
      this.changed = changed;
      this.offset = offset;
    }
  }

  private static Object conversation(Object connection) {
    Listener target = listener;
    return target == null ? null : target.conversation(connection);
  }

  // ---- the JDK's sockets

  /** A read from a socket has returned. */
  static void read(int fd, long address, int length) {
    Object conversation = conversation(fd);
    if (conversation != null) {
      listener.received(conversation, ByteBuffer.wrap(copy(address, length)));
    }
  }

  /** A read into several buffers has returned. */
  static void readVector(int fd, long vectors, long length) {
    Object conversation = conversation(fd);
    if (conversation != null) {
      listener.received(conversation, ByteBuffer.wrap(gather(vectors, MOST_VECTORS, (int) length)));
    }
  }

  /** Before a write: how many bytes there are to write; {@link #address} tells where. */
  public static int writing(FileDescriptor descriptor, long address, int length) {
    return listener == null ? length : writing(FILE_DESCRIPTORS.get(descriptor), address, length);
  }

  private static int writing(int fd, long address, int length) {
    discard();
    Object conversation = length <= 0 ? null : conversation(fd);
    if (conversation == null) {
      return length;
    }
    ByteBuffer buffer = view(address, length);
    ByteBuffer replacement = listener.replace(conversation, buffer);
    if (replacement == null) {
      OFFER.set(new Offer(conversation, 0));
      return length;
    }
    int rest = length - buffer.position();
    int size = replacement.remaining() + rest;
    long memory = UNSAFE.allocateMemory(Math.max(size, 1));
    write(replacement, memory);
    UNSAFE.copyMemory(address + buffer.position(), memory + size - rest, rest);
    OFFER.set(new Offer(conversation, memory));
    return size;
  }

  /** Before a write of several buffers: how many there are. */
  public static int writingVector(FileDescriptor descriptor, long vectors, int count) {
    return listener == null
        ? count
        : writingVector(FILE_DESCRIPTORS.get(descriptor), vectors, count);
  }

  private static int writingVector(int fd, long vectors, int count) {
    discard();
    Object conversation = count <= 0 ? null : conversation(fd);
    if (conversation == null) {
      return count;
    }
    ByteBuffer buffer = ByteBuffer.wrap(gather(vectors, count, MOST_GATHERED));
    boolean all = buffer.remaining() < MOST_GATHERED;
    ByteBuffer replacement = listener.replace(conversation, buffer);
    if (replacement == null && all) {
      OFFER.set(new Offer(conversation, 0));
      return count;
    }
    // The replacement comes first, and then what it does not replace.
    int size = replacement == null ? 0 : replacement.remaining();
    long memory = UNSAFE.allocateMemory((long) (count + 1) * VECTOR_BYTES + size);
    int changed = 0;
    if (replacement != null) {
      long bytes = memory + (long) (count + 1) * VECTOR_BYTES;
      write(replacement, bytes);
      putVector(memory, bytes, size);
      changed = 1;
    }
    long replaced = buffer.position();
    long left = buffer.remaining();
    for (int i = 0; left > 0 && changed < MOST_VECTORS; i++) {
      long vector = vectors + (long) i * VECTOR_BYTES;
      long length = UNSAFE.getLong(vector + Long.BYTES);
      long skipped = Math.min(replaced, length);
      replaced -= skipped;
      long offered = Math.min(length - skipped, left);
      if (offered > 0) {
        putVector(
            memory + (long) changed * VECTOR_BYTES, UNSAFE.getLong(vector) + skipped, offered);
        left -= offered;
        changed++;
      }
    }
    OFFER.set(new Offer(conversation, memory));
    return changed;
  }

  private static void putVector(long vector, long address, long length) {
    UNSAFE.putLong(vector, address);
    UNSAFE.putLong(vector + Long.BYTES, length);
  }

  /** Where that is what is to be written now. */
  public static long address(long address) {
    if (listener == null) {
      return address;
    }
    Offer offer = OFFER.get();
    return offer == null || offer.address == 0 ? address : offer.address;
  }

  /** After a write: what is to be reported as its result. */
  static long written(long result) {
    Offer offer = OFFER.get();
    if (offer == null) {
      return result;
    }
    discard();
    long reported = listener.sent(offer.conversation, result);
    if (result < 0) {
      return result;
    }
    return reported < 0 ? UNAVAILABLE : reported;
  }

  // Also what was left by a write that ended with an exception.
  private static void discard() {
    Offer offer = OFFER.get();
    if (offer != null) {
      OFFER.remove();
      if (offer.address != 0) {
        UNSAFE.freeMemory(offer.address);
      }
    }
  }

  /** After bytes have been sent from a file, sendfile(2). */
  public static void passed(long bytes, FileDescriptor descriptor) {
    if (listener != null && bytes > 0) {
      passed(FILE_DESCRIPTORS.get(descriptor), bytes);
    }
  }

  private static void passed(int fd, long bytes) {
    Object conversation = conversation(fd);
    if (conversation != null) {
      listener.passed(conversation, bytes);
    }
  }

  /** A descriptor has another meaning from now on. */
  static void changed(int fd) {
    Listener target = listener;
    if (target != null) {
      target.changed(fd);
    }
  }

  // ---- Netty's native sockets, which take and give plain numbers

  /** Before a write of native memory from a position to a limit. */
  public static int writingNative(int fd, long address, int position, int limit) {
    if (listener == null) {
      return limit;
    }
    // The position stays what it is, so the memory begins that much before what is offered.
    return position + writing(fd, address + position, limit - position);
  }

  /** Where that is. */
  public static long addressNative(long address, int position) {
    long changed = address(address);
    return changed == address ? address : changed - position;
  }

  /** Before a write of several pieces of native memory. */
  public static int writingVectorNative(int fd, long vectors, int count) {
    return listener == null ? count : writingVector(fd, vectors, count);
  }

  /** Before a write of one direct buffer: what to write from the same position. */
  public static ByteBuffer writingNative(int fd, ByteBuffer buffer, int position, int limit) {
    if (listener == null) {
      return buffer;
    }
    discard();
    Object conversation = limit <= position ? null : conversation(fd);
    if (conversation == null) {
      return buffer;
    }
    ByteBuffer sending = buffer.duplicate().clear().position(position).limit(limit);
    ByteBuffer replacement = listener.replace(conversation, sending);
    OFFER.set(new Offer(conversation, new ByteBuffer[] {buffer}, replacement != null, 0));
    if (replacement == null) {
      return buffer;
    }
    return ByteBuffer.allocateDirect(position + replacement.remaining() + sending.remaining())
        .position(position)
        .put(replacement)
        .put(sending);
  }

  /** Up to where. */
  public static int limitNative(ByteBuffer buffer, int limit) {
    Offer offer = listener == null ? null : OFFER.get();
    return offer == null || !offer.changed ? limit : buffer.position();
  }

  /** Before a write of several direct buffers: as many, of which the first may be another. */
  public static ByteBuffer[] writingNative(int fd, ByteBuffer[] buffers, int offset, int count) {
    if (listener == null) {
      return buffers;
    }
    discard();
    return count <= 0 ? buffers : replaceAll(fd, buffers, offset, count, MOST_GATHERED, true);
  }

  /** After a read of native memory. */
  public static int readNative(int result, int fd, long address, int position) {
    HotUpdateHooks.read(result, fd, address + position);
    return result;
  }

  /** After a read into a direct buffer. */
  public static int readNative(int result, int fd, ByteBuffer buffer, int position) {
    if (buffer.isDirect()) {
      HotUpdateHooks.read(result, fd, HotUpdateGlance.address(buffer) + position);
    }
    return result;
  }

  /** After a write: what is to be reported as its result; 0 means that nothing was possible. */
  public static int writtenNative(int result, int fd, long address, int position) {
    return (int) asNetty(HotUpdateHooks.written(result, fd, address + position), result);
  }

  /** The same for a direct buffer. */
  public static int writtenNative(int result, int fd, ByteBuffer buffer, int position) {
    return buffer.isDirect()
        ? writtenNative(result, fd, HotUpdateGlance.address(buffer), position)
        : result;
  }

  /** The same for several pieces. */
  public static long writtenVectorNative(long result, int fd, long vectors) {
    return asNetty(HotUpdateHooks.writtenVector(result, fd, vectors), result);
  }

  /** The same for several buffers. */
  public static long writtenNative(long result, int fd) {
    return asNetty(HotUpdateHooks.written(result, fd), result);
  }

  // Netty's result is negative only at an error, and 0 where the JDK's tells "unavailable". Not one
  // more writtenNative: a result that is an int would be taken for the descriptor of another.
  private static long asNetty(long reported, long result) {
    return reported < 0 && result >= 0 ? 0 : reported;
  }

  /** After a file has been sent. */
  public static long passedNative(long result, int fd) {
    if (listener != null && result > 0) {
      passed(fd, result);
    }
    return result;
  }

  // ---- behind encryption: SSLEngine

  /** Before a wrap: as many buffers, of which some may be others. */
  public static ByteBuffer[] wrapping(
      SSLEngine engine, ByteBuffer[] buffers, int offset, int count) {
    if (listener != null) {
      // Also on the client's side, where nothing is offered and wrapped() must find nothing.
      discard();
    }
    if (!areThere(buffers, offset, count)) {
      // The engine says what is wrong.
      return buffers;
    }
    if (HotUpdateGlance.isUpgrade(buffers[offset]) && !engine.getUseClientMode()) {
      HotUpdateHooks.upgraded(engine);
    }
    if (listener == null || engine.getUseClientMode()) {
      return buffers;
    }
    return replaceAll(engine, buffers, offset, count, MOST_WRAPPED, false);
  }

  private static boolean areThere(ByteBuffer[] buffers, int offset, int count) {
    if (buffers == null || offset < 0 || count <= 0 || count > buffers.length - offset) {
      return false;
    }
    for (int i = offset; i < offset + count; i++) {
      if (buffers[i] == null) {
        return false;
      }
    }
    return true;
  }

  /** After a wrap: what is to be reported as its result. */
  public static SSLEngineResult wrapped(SSLEngineResult result) {
    Offer offer = listener == null ? null : OFFER.get();
    if (offer == null) {
      return result;
    }
    discard();
    long reported = Math.max(listener.sent(offer.conversation, result.bytesConsumed()), 0);
    if (!offer.changed) {
      return result;
    }
    skip(offer.buffers, offer.offset, reported);
    return new SSLEngineResult(
        result.getStatus(),
        result.getHandshakeStatus(),
        (int) reported,
        result.bytesProduced(),
        result.sequenceNumber());
  }

  /** Before an unwrap: where what will be produced is going to lie. */
  public static void unwrapping(SSLEngine engine, ByteBuffer[] buffers, int offset, int count) {
    if (listener != null) {
      boolean asked = areThere(buffers, offset, count) && !engine.getUseClientMode();
      DESTINATION.set(asked ? copies(buffers, offset, count) : null);
    }
  }

  private static ByteBuffer[] copies(ByteBuffer[] buffers, int offset, int count) {
    ByteBuffer[] copies = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      copies[i] = buffers[offset + i].duplicate();
    }
    return copies;
  }

  /**
   * After an unwrap.
   *
   * @param offset where the first buffer was or is, because Netty counts it up
   */
  public static SSLEngineResult unwrapped(
      SSLEngineResult result, SSLEngine engine, ByteBuffer[] buffers, int offset) {
    if (result.bytesProduced() > 0) {
      HotUpdateHooks.decrypted(engine);
      // In this order: of the request the table still tells what was before.
      Object conversation = engine.getUseClientMode() ? null : conversation(engine);
      HotUpdateHooks.decrypted(
          buffers[Math.min(offset, buffers.length - 1)], result.bytesProduced());
      ByteBuffer[] destination = conversation == null ? null : DESTINATION.get();
      if (destination != null) {
        DESTINATION.remove();
        listener.received(
            conversation, gather(destination, 0, destination.length, result.bytesProduced()));
      }
    }
    return result;
  }

  // ---- behind encryption: SSLSocket

  /** Before a write to the stream of a socket: what to write from the same offset. */
  public static byte[] streaming(SSLSocket socket, byte[] bytes, int offset, int length) {
    if (HotUpdateGlance.isUpgrade(bytes, offset, length) && !socket.getUseClientMode()) {
      HotUpdateHooks.upgraded(socket);
    }
    if (listener == null) {
      return bytes;
    }
    boolean valid = bytes != null && offset >= 0 && 0 < length && length <= bytes.length - offset;
    Object conversation = !valid || socket.getUseClientMode() ? null : conversation(socket);
    if (conversation == null) {
      return bytes;
    }
    ByteBuffer sending = ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + length));
    ByteBuffer replacement = listener.replace(conversation, sending);
    if (replacement == null) {
      listener.sent(conversation, length);
      return bytes;
    }
    byte[] changed = new byte[offset + replacement.remaining() + sending.remaining()];
    ByteBuffer.wrap(changed).position(offset).put(replacement).put(sending);
    // All of it is sent, or the connection is at its end.
    listener.sent(conversation, changed.length - offset);
    return changed;
  }

  /** How many bytes that are. */
  public static int streamingLength(byte[] original, byte[] bytes, int offset, int length) {
    return original == bytes ? length : bytes.length - offset;
  }

  /** After a read from the stream of a socket. */
  public static int streamed(int result, SSLSocket socket, byte[] bytes, int offset) {
    if (result > 0) {
      HotUpdateHooks.decrypted(socket);
      Object conversation = socket.getUseClientMode() ? null : conversation(socket);
      HotUpdateHooks.decrypted(bytes, offset, result);
      if (conversation != null) {
        listener.received(
            conversation, ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset, offset + result)));
      }
    }
    return result;
  }

  // ---- bytes

  private static byte[] copy(long address, int length) {
    byte[] bytes = new byte[length];
    UNSAFE.copyMemory(null, address, bytes, HotUpdateGlance.ARRAY, length);
    return bytes;
  }

  /** Native memory as it is, because a copy of all that is offered may be larger than the heap. */
  private static ByteBuffer view(long address, int length) {
    ByteBuffer view = ByteBuffer.allocateDirect(0).duplicate();
    UNSAFE.putLong(view, HotUpdateGlance.ADDRESS, address);
    UNSAFE.putInt(view, CAPACITY, length);
    return view.clear();
  }

  /** What lies in several pieces of native memory, up to a limit. */
  private static byte[] gather(long vectors, int count, int limit) {
    int total = 0;
    for (int i = 0; i < count && total < limit; i++) {
      total += (int) Math.min(length(vectors, i), limit - total);
    }
    byte[] bytes = new byte[total];
    int filled = 0;
    for (int i = 0; filled < total; i++) {
      int length = (int) Math.min(length(vectors, i), total - filled);
      UNSAFE.copyMemory(
          null,
          UNSAFE.getLong(vectors + (long) i * VECTOR_BYTES),
          bytes,
          HotUpdateGlance.ARRAY + (long) filled,
          length);
      filled += length;
    }
    return bytes;
  }

  private static long length(long vectors, int index) {
    return UNSAFE.getLong(vectors + (long) index * VECTOR_BYTES + Long.BYTES);
  }

  private static void write(ByteBuffer bytes, long address) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    UNSAFE.copyMemory(array, HotUpdateGlance.ARRAY, null, address, array.length);
  }

  /** As many buffers, whose bytes are those that are to be sent; at most so many as they are. */
  private static ByteBuffer[] replaceAll(
      Object connection, ByteBuffer[] buffers, int offset, int count, int most, boolean direct) {
    Object conversation = conversation(connection);
    if (conversation == null) {
      return buffers;
    }
    ByteBuffer sending = gather(buffers, offset, count, most);
    if (!sending.hasRemaining()) {
      // In a handshake.
      return buffers;
    }
    boolean all = sending.remaining() < most;
    ByteBuffer replacement = listener.replace(conversation, sending);
    boolean changed = replacement != null || !all;
    OFFER.set(new Offer(conversation, buffers, changed, offset));
    return changed ? offered(replacement, sending, buffers, offset, count, direct) : buffers;
  }

  private static ByteBuffer[] offered(
      ByteBuffer replacement,
      ByteBuffer rest,
      ByteBuffer[] buffers,
      int offset,
      int count,
      boolean direct) {
    ByteBuffer[] changed = buffers.clone();
    for (int i = offset; i < offset + count; i++) {
      changed[i] = buffers[i].duplicate().position(buffers[i].limit());
    }
    int size = (replacement == null ? 0 : replacement.remaining()) + rest.remaining();
    changed[offset] = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    if (replacement != null) {
      changed[offset].put(replacement);
    }
    changed[offset].put(rest).flip();
    return changed;
  }

  private static ByteBuffer gather(ByteBuffer[] buffers, int offset, int count, int limit) {
    int total = 0;
    for (int i = offset; i < offset + count && total < limit; i++) {
      total += Math.min(buffers[i].remaining(), limit - total);
    }
    ByteBuffer bytes = ByteBuffer.allocate(total);
    for (int i = offset; bytes.hasRemaining(); i++) {
      int length = Math.min(buffers[i].remaining(), bytes.remaining());
      bytes.put(bytes.position(), buffers[i], buffers[i].position(), length);
      bytes.position(bytes.position() + length);
    }
    return bytes.flip();
  }

  private static void skip(ByteBuffer[] buffers, int offset, long count) {
    long left = count;
    for (int i = offset; left > 0; i++) {
      int skipped = (int) Math.min(left, buffers[i].remaining());
      buffers[i].position(buffers[i].position() + skipped);
      left -= skipped;
    }
  }
}
