package io.hotupdate.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Programs of classic BPF that decide which packets a TCP socket sees; socket(7) {@code
 * SO_ATTACH_FILTER} and the kernel's Documentation/networking/filter.rst.
 */
final class SocketFilter {
  /** The most ports that can be let through: a jump reaches no further. */
  static final int MOST_PORTS = 200;

  // struct sock_filter { u16 code; u8 jumpIfTrue; u8 jumpIfFalse; u32 operand; }
  private static final int INSTRUCTION = 8;
  private static final int LOAD_WORD = 0x20;
  private static final int LOAD_HALF = 0x28;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int RETURN = 0x06;

  // A filter of TCP is given the packet from its TCP header on; what lies before is reached by
  // offsets from SKF_NET_OFF.
  private static final int IP_SOURCE = -0x100000 + 12;
  private static final int TCP_SOURCE_PORT = 0;
  private static final int LOOPBACK = 0x7f000001;
  private static final int WHOLE_PACKET = -1;

  private SocketFilter() {}

  /** Lets nothing through. */
  static byte[] nothing() {
    byte[] program = new byte[INSTRUCTION];
    add(wrap(program), RETURN, 0, 0, 0);
    return program;
  }

  /** Lets through what comes from 127.0.0.1 and one of the ports. */
  static byte[] from(Set<Integer> ports) {
    int count = ports.size();
    if (count > MOST_PORTS) {
      throw new IllegalArgumentException(count + " ports, at most " + MOST_PORTS + " are possible");
    }
    byte[] program = new byte[(count + 5) * INSTRUCTION];
    ByteBuffer to = wrap(program);
    add(to, LOAD_WORD, 0, 0, IP_SOURCE);
    add(to, JUMP_IF_EQUAL, 0, count + 1, LOOPBACK);
    add(to, LOAD_HALF, 0, 0, TCP_SOURCE_PORT);
    int left = count;
    for (int port : ports) {
      add(to, JUMP_IF_EQUAL, left, 0, port);
      left--;
    }
    add(to, RETURN, 0, 0, 0);
    add(to, RETURN, 0, 0, WHOLE_PACKET);
    return program;
  }

  /** The number of instructions of a program. */
  static int length(byte[] program) {
    return program.length / INSTRUCTION;
  }

  private static ByteBuffer wrap(byte[] program) {
    return ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
  }

  private static void add(ByteBuffer to, int code, int ifTrue, int ifFalse, int operand) {
    to.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
  }
}
