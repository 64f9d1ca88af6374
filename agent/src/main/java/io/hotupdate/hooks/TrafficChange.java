package io.hotupdate.hooks;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What is inlined where bytes are read and written. Before a write its arguments become those that
 * {@link java.net.HotUpdateTraffic} gives, and afterwards its result; there are no jumps, so that
 * the frames of the method stay what they are.
 */
enum TrafficChange implements Inlining {
  /** {@code read} of the dispatcher: descriptor, address, length. */
  READ {
    @Override
    void leave(Code code) {
      code.widenedCopy();
      tellMemory(code, "read", "(JLjava/io/FileDescriptor;J)V");
    }
  },
  /** {@code readv} of the dispatcher: descriptor, address of vectors, count. */
  READ_VECTOR {
    @Override
    void leave(Code code) {
      code.widenedCopy();
      tellMemory(code, "readVector", "(JLjava/io/FileDescriptor;J)V");
    }
  },
  /** {@code write} of the dispatcher. */
  WRITE {
    @Override
    void enter(Code code) {
      replaceMemory(code, "writing");
    }

    @Override
    void leave(Code code) {
      tellMemory(code, "written", "(ILjava/io/FileDescriptor;J)I");
    }
  },
  /** {@code writev} of the dispatcher. */
  WRITE_VECTOR {
    @Override
    void enter(Code code) {
      replaceMemory(code, "writingVector");
    }

    @Override
    void leave(Code code) {
      tellMemory(code, "writtenVector", "(JLjava/io/FileDescriptor;J)J");
    }
  },
  /** A file's bytes have gone to a socket, whose descriptor is the last parameter. */
  PASSED {
    @Override
    void leave(Code code) {
      code.widenedCopy();
      code.load(Opcodes.ALOAD, code.parameters() - 1);
      code.traffic("passed", "(JLjava/io/FileDescriptor;)V");
    }
  },
  /** Netty: address, position, limit. */
  NATIVE_READ {
    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.LLOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("readNative", "(IIJI)I");
    }
  },
  /** Netty: buffer, position, limit. */
  NATIVE_READ_BUFFER {
    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.ALOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("readNative", "(IILjava/nio/ByteBuffer;I)I");
    }
  },
  /** Netty: address, position, limit. */
  NATIVE_WRITE {
    @Override
    void enter(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.LLOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.load(Opcodes.ILOAD, 2);
      code.traffic("writingNative", "(IJII)I");
      code.load(Opcodes.ISTORE, 2);
      code.load(Opcodes.LLOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("addressNative", "(JI)J");
      code.load(Opcodes.LSTORE, 0);
    }

    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.LLOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("writtenNative", "(IIJI)I");
    }
  },
  /** Netty: buffer, position, limit. */
  NATIVE_WRITE_BUFFER {
    @Override
    void enter(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.ALOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.load(Opcodes.ILOAD, 2);
      code.traffic("writingNative", "(ILjava/nio/ByteBuffer;II)Ljava/nio/ByteBuffer;");
      code.load(Opcodes.ASTORE, 0);
      code.load(Opcodes.ALOAD, 0);
      code.load(Opcodes.ILOAD, 2);
      code.traffic("limitNative", "(Ljava/nio/ByteBuffer;I)I");
      code.load(Opcodes.ISTORE, 2);
    }

    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.ALOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("writtenNative", "(IILjava/nio/ByteBuffer;I)I");
    }
  },
  /** Netty: buffers, offset, count, most bytes. */
  NATIVE_WRITE_BUFFERS {
    @Override
    void enter(Code code) {
      code.loadNativeDescriptor();
      replaceBuffers(code, "writingNative", "I");
    }

    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.traffic("writtenNative", "(JI)J");
    }
  },
  /** Netty: address of vectors, count. */
  NATIVE_WRITE_VECTOR {
    @Override
    void enter(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.LLOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("writingVectorNative", "(IJI)I");
      code.load(Opcodes.ISTORE, 1);
      code.load(Opcodes.LLOAD, 0);
      code.traffic("address", "(J)J");
      code.load(Opcodes.LSTORE, 0);
    }

    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.load(Opcodes.LLOAD, 0);
      code.traffic("writtenVectorNative", "(JIJ)J");
    }
  },
  /** Netty has sent a file. */
  NATIVE_PASSED {
    @Override
    void leave(Code code) {
      code.loadNativeDescriptor();
      code.traffic("passedNative", "(JI)J");
    }
  },
  /** {@code SSLEngine.wrap}: buffers, offset, count, and then where to. */
  WRAP {
    @Override
    void enter(Code code) {
      code.loadThis();
      replaceBuffers(code, "wrapping", ENGINE);
    }

    @Override
    void leave(Code code) {
      code.traffic("wrapped", "(" + RESULT + ")" + RESULT);
    }
  },
  /** {@code SSLEngine.unwrap}: from where, and then buffers, offset, count. */
  UNWRAP {
    @Override
    void enter(Code code) {
      code.loadThis();
      code.load(Opcodes.ALOAD, 3);
      code.load(Opcodes.ILOAD, 4);
      code.load(Opcodes.ILOAD, 5);
      code.traffic("unwrapping", "(" + ENGINE + BUFFERS + "II)V");
    }

    @Override
    void leave(Code code) {
      code.loadThis();
      code.load(Opcodes.ALOAD, 3);
      code.load(Opcodes.ILOAD, 4);
      code.traffic("unwrapped", "(" + RESULT + ENGINE + BUFFERS + "I)" + RESULT);
    }
  },
  /** {@code write} of an {@code SSLSocket}'s stream: bytes, offset, length. */
  STREAM_WRITE {
    @Override
    void enter(Code code) {
      code.load(Opcodes.ALOAD, 0);
      code.loadSocket();
      code.load(Opcodes.ALOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.load(Opcodes.ILOAD, 2);
      code.traffic("streaming", "(" + SOCKET + "[BII)[B");
      code.visitInsn(Opcodes.DUP);
      code.load(Opcodes.ASTORE, 0);
      code.load(Opcodes.ILOAD, 1);
      code.load(Opcodes.ILOAD, 2);
      code.traffic("streamingLength", "([B[BII)I");
      code.load(Opcodes.ISTORE, 2);
    }
  },
  /** {@code read} of an {@code SSLSocket}'s stream. */
  STREAM_READ {
    @Override
    void leave(Code code) {
      code.loadSocket();
      code.load(Opcodes.ALOAD, 0);
      code.load(Opcodes.ILOAD, 1);
      code.traffic("streamed", "(I" + SOCKET + "[BI)I");
    }
  };

  private static final String ENGINE = "Ljavax/net/ssl/SSLEngine;";
  private static final String RESULT = "Ljavax/net/ssl/SSLEngineResult;";
  private static final String SOCKET = "Ljavax/net/ssl/SSLSocket;";
  private static final String BUFFERS = "[Ljava/nio/ByteBuffer;";
  private static final String TRAFFIC = "java/net/HotUpdateTraffic";

  /** What is done first. */
  void enter(Code code) {}

  /** What is done last, with the method's result on the stack. */
  void leave(Code code) {}

  @Override
  public MethodVisitor apply(MethodVisitor next, InlinedMethod method) {
    return new Code(next, method);
  }

  /** With the result on the stack, the descriptor and the address are told as well. */
  private static void tellMemory(Code code, String name, String descriptor) {
    code.load(Opcodes.ALOAD, 0);
    code.load(Opcodes.LLOAD, 1);
    code.hooks(name, descriptor);
  }

  /** How many there are to write comes first: the address belongs to it. */
  private static void replaceMemory(Code code, String name) {
    code.load(Opcodes.ALOAD, 0);
    code.load(Opcodes.LLOAD, 1);
    code.load(Opcodes.ILOAD, 2);
    code.traffic(name, "(Ljava/io/FileDescriptor;JI)I");
    code.load(Opcodes.ISTORE, 2);
    code.load(Opcodes.LLOAD, 1);
    code.traffic("address", "(J)J");
    code.load(Opcodes.LSTORE, 1);
  }

  private static void replaceBuffers(Code code, String name, String connection) {
    code.load(Opcodes.ALOAD, 0);
    code.load(Opcodes.ILOAD, 1);
    code.load(Opcodes.ILOAD, 2);
    code.traffic(name, "(" + connection + BUFFERS + "II)" + BUFFERS);
    code.load(Opcodes.ASTORE, 0);
  }

  /** The code of the method. */
  private final class Code extends AtReturn {
    private final InlinedMethod method;

    Code(MethodVisitor next, InlinedMethod method) {
      super(next);
      this.method = method;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      enter(this);
    }

    @Override
    void inline(int opcode) {
      leave(this);
    }

    /** Loads a parameter or stores it. */
    void load(int opcode, int parameter) {
      visitVarInsn(opcode, method.slot(parameter));
    }

    void loadThis() {
      visitVarInsn(Opcodes.ALOAD, 0);
    }

    int parameters() {
      return method.parameters();
    }

    void loadNativeDescriptor() {
      Change.loadNativeDescriptor(this, method);
    }

    /** The socket whose stream this is. */
    void loadSocket() {
      loadThis();
      visitFieldInsn(
          Opcodes.GETFIELD, method.owner(), "this$0", "Lsun/security/ssl/SSLSocketImpl;");
    }

    /** A copy of the result, as a long. */
    void widenedCopy() {
      if (method.descriptor().endsWith("J")) {
        visitInsn(Opcodes.DUP2);
      } else {
        visitInsn(Opcodes.DUP);
        visitInsn(Opcodes.I2L);
      }
    }

    void traffic(String name, String descriptor) {
      visitMethodInsn(Opcodes.INVOKESTATIC, TRAFFIC, name, descriptor, false);
    }

    void hooks(String name, String descriptor) {
      Change.call(this, name, descriptor);
    }
  }
}
