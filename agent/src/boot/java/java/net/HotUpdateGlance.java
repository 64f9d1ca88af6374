package java.net;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import jdk.internal.misc.Unsafe;

/**
 * Looks at what is read or written, for a few nanoseconds, because it is done for every operation
 * of every connection. The bytes lie in native memory, or in an array that is the base of the
 * address.
 */
final class HotUpdateGlance {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  // Not by JavaNioAccess, which is another one in each JDK.
  static final long ADDRESS = UNSAFE.objectFieldOffset(Buffer.class, "address");

  /** Where the bytes of an array begin. */
  static final long ARRAY = arrayBase();

  // "HTTP/1.", " 101", CR LF CR LF, and what is before the LF of a line that ends with "chunked" or
  // is empty, as a little-endian machine loads them.
  private static final long RESPONSE = 0x002E312F50545448L;
  private static final long RESPONSE_MASK = 0x00FFFFFFFFFFFFFFL;
  private static final int SWITCHING_PROTOCOLS = 0x31303120;
  private static final int EMPTY_LINE = 0x0A0D0A0D;
  private static final long CHUNKED = 0x0D64656B6E756863L;
  private static final long LOWER_CASE = 0x0020202020202020L;
  private static final long ENDS_HEAD = 0x0D0A;

  private static final int SHORTEST_REQUEST = 16;
  private static final int LONGEST_METHOD = 8;
  private static final int STATUS = 8;
  private static final int SHORTEST_RESPONSE = 12;
  // Nobody sends larger heads, and bodies are not worth a look.
  private static final int MOST = 8 * 1024;

  private HotUpdateGlance() {}

  // An int in JDK 17 and a long in JDK 25, so it cannot be named: the compiler keeps the type.
  private static long arrayBase() {
    try {
      return ((Number) Unsafe.class.getField("ARRAY_BYTE_BASE_OFFSET").get(null)).longValue();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK has another Unsafe", e);
    }
  }

  /** Whether this may be the beginning of an HTTP/1 request: METHOD and a space. */
  static boolean isRequest(Object base, long address, long length) {
    return length >= SHORTEST_REQUEST && beginsRequest(base, address, length);
  }

  /** Whether the client may have begun a request, of which there may be little so far. */
  private static boolean beginsRequest(Object base, long address, long length) {
    long end = Math.min(length, LONGEST_METHOD);
    for (int i = 0; i < end; i++) {
      byte character = UNSAFE.getByte(base, address + i);
      if (character < 'A' || character > 'Z') {
        return character == ' ' && i > 2;
      }
    }
    return length > 0 && end < LONGEST_METHOD;
  }

  static boolean isHead(Object base, long address) {
    return UNSAFE.getByte(base, address) == 'H' && UNSAFE.getByte(base, address + 1) == 'E';
  }

  /**
   * Whether another request begins behind this one. How long its body is, is not looked at: another
   * head behind its own will do, though the body may hold that itself.
   */
  static boolean holdsAnother(Object base, long address, long length) {
    long end = Math.min(length, MOST);
    boolean headSeen = false;
    // Looks at every fourth byte at most, until there is one that may belong to an empty line.
    for (long i = 3; i < end; ) {
      byte character = UNSAFE.getByte(base, address + i);
      if (character == '\n') {
        if (UNSAFE.getIntUnaligned(base, address + i - 3) == EMPTY_LINE) {
          if (headSeen || beginsRequest(base, address + i + 1, length - i - 1)) {
            return true;
          }
          headSeen = true;
        }
        i += 2;
      } else {
        i += character == '\r' ? 1 : 4;
      }
    }
    return false;
  }

  /** Whether this is the beginning of an HTTP/1 response. */
  static boolean isResponse(Object base, long address, long length) {
    return length >= SHORTEST_RESPONSE
        && (UNSAFE.getLongUnaligned(base, address) & RESPONSE_MASK) == RESPONSE;
  }

  /** Whether this response is the last that is HTTP on its connection. */
  static boolean switchesProtocols(Object base, long address) {
    return UNSAFE.getIntUnaligned(base, address + STATUS) == SWITCHING_PROTOCOLS;
  }

  /** Whether these bytes end with the end of a line, as the chunks of a response do. */
  static boolean endsLine(long end, long length) {
    return length >= 2 && UNSAFE.getByte(end - 1) == '\n' && UNSAFE.getByte(end - 2) == '\r';
  }

  /** Whether these bytes end with the last chunk of a response, RFC 9112 7.1. */
  static boolean endsChunks(long end, long length) {
    return length >= 5
        && UNSAFE.getIntUnaligned(null, end - 4) == EMPTY_LINE
        && UNSAFE.getByte(end - 5) == '0'
        // Another chunk may end with a line that ends with this digit.
        && (length == 5 || UNSAFE.getByte(end - 6) == '\n');
  }

  /** Whether the head of this response tells that its body comes in chunks. */
  static boolean isChunked(Object base, long address, long length) {
    long end = Math.min(length, MOST);
    for (long i = SHORTEST_RESPONSE; i < end; ) {
      long start = Math.min(i, end - Long.BYTES);
      long feeds = lineFeeds(UNSAFE.getLongUnaligned(base, address + start));
      feeds &= -1L << (i - start) * Byte.SIZE;
      i = start + Long.BYTES;
      if (feeds != 0) {
        long feed = start + Long.numberOfTrailingZeros(feeds) / Byte.SIZE;
        long before = UNSAFE.getLongUnaligned(base, address + feed - Long.BYTES);
        // The last coding is the one that counts, RFC 9112 6.1, in either case.
        if ((before | LOWER_CASE) == CHUNKED) {
          return true;
        }
        if (before >>> 6 * Byte.SIZE == ENDS_HEAD) {
          return false;
        }
        i = feed + 1;
      }
    }
    return false;
  }

  /** The lowest bit that is set is in the first byte that is a line feed; 0 if none is. */
  private static long lineFeeds(long eight) {
    long difference = eight ^ 0x0A0A0A0A0A0A0A0AL;
    return (difference - 0x0101010101010101L) & ~difference & 0x8080808080808080L;
  }

  /** Whether this buffer begins with the response after which a connection is no more HTTP. */
  static boolean isUpgrade(ByteBuffer buffer) {
    int length = buffer.remaining();
    if (length < SHORTEST_RESPONSE || !(buffer.isDirect() || buffer.hasArray())) {
      return false;
    }
    Object base = base(buffer);
    long address = address(buffer) + buffer.position();
    return isResponse(base, address, length) && switchesProtocols(base, address);
  }

  /** The same for bytes that an application gives, and that may not be there. */
  static boolean isUpgrade(byte[] bytes, int offset, int length) {
    return bytes != null
        && offset >= 0
        && length >= SHORTEST_RESPONSE
        && length <= bytes.length - offset
        && isUpgrade(ByteBuffer.wrap(bytes, offset, length));
  }

  /** The array in which the bytes of a buffer lie; null if it is a direct one. */
  static Object base(ByteBuffer buffer) {
    return buffer.isDirect() ? null : buffer.array();
  }

  /** Where its first byte lies. */
  static long address(ByteBuffer buffer) {
    return buffer.isDirect()
        ? UNSAFE.getLong(buffer, ADDRESS)
        : ARRAY + (long) buffer.arrayOffset();
  }
}
